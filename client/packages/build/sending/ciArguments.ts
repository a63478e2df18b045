/**
 * How npm is told to fetch miniprogram-ci and to run it.
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/ci.html
 */
import type { SendingOrder } from './sendingOrder.ts'

/** 276 MB with what it brings, so it is fetched when it is needed and is no dependency. */
export const ciPackage = 'miniprogram-ci@2.1.42'

/** Arguments for npm. `projectPath` holds project.config.json. */
export function ciArguments(order: SendingOrder, projectPath: string): string[] {
  const { sending, appId, keyPath, robot, version, description } = order
  return [
    ...['exec', '--yes', `--package=${ciPackage}`, '--', 'miniprogram-ci', sending],
    ...['--project-path', projectPath, '--appid', appId, '--private-key-path', keyPath],
    ...['--upload-version', version, '--upload-description', description, '--robot', String(robot)],
    // What the build has made is ES2018 already, which supported phones read; its project.config.json says so.
    ...['--use-project-config', 'true', '--locales', 'zh'],
    ...(sending === 'preview' ? ['--qrcode-format', 'terminal'] : []),
  ]
}

/**
 * What `preview:mp` and `upload:mp` are asked to do, from the environment: an order, or every reason against it; pure.
 */
import { createPrivateKey } from 'node:crypto'
import { wantsWorkbench, workbenchHeld } from '../clientSettings.ts'
import { addressProblems, isAppId, placeholderAddress, tidyAddress } from 'uni-trpc-protocol'
import type { Sentence } from 'uni-trpc-protocol/sentences'

export type Sending = 'preview' | 'upload'

export interface SendingOrder {
  readonly sending: Sending
  readonly appId: string
  /** The file that the console's 小程序代码上传 page gives, absolute or from the repository's root. */
  readonly keyPath: string
  /** Which of WeChat's 30 upload robots; each keeps one version of its own on the console. */
  readonly robot: number
  readonly version: string
  readonly description: string
}

export interface Wanted {
  readonly sending: Sending
  /** Of the process and of `.env`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** package.json's. */
  readonly version: string
  /** The last commit in one line; null without git. */
  readonly commit: string | null
  /** @throws where there is no such file */
  readonly readFile: (path: string) => string
}

const robots = 30
const longestDescription = 120

export function sendingOrder({ sending, env, version, commit, readFile }: Wanted): SendingOrder | Sentence[] {
  const appId = env['VITE_APP_ID']?.trim() ?? ''
  const keyPath = env['MP_UPLOAD_KEY']?.trim() ?? ''
  const robot = env['MP_ROBOT']?.trim() || '1'
  const problems = [
    ...appProblems(appId),
    ...keyProblems(keyPath, readFile),
    ...robotProblems(robot),
    ...buildProblems(env),
  ]
  if (problems.length > 0) return problems
  return { sending, appId, keyPath, robot: Number(robot), version, description: describe(commit, version) }
}

function appProblems(appId: string): Sentence[] {
  if (isAppId(appId)) return []
  return [
    {
      en:
        'VITE_APP_ID must be the app id of a real mini program (wx and sixteen of 0-9, a-f); ' +
        'a test account cannot upload',
      zh: 'VITE_APP_ID 须为正式小程序的 AppID（wx 加 16 位 0-9、a-f）；测试号不能上传',
    },
  ]
}

function keyProblems(path: string, readFile: Wanted['readFile']): Sentence[] {
  const where = {
    en:
      'mp.weixin.qq.com → Development → Development Settings → Mini Program Code Upload gives it; ' +
      'keep it outside of git',
    zh: '在微信公众平台「开发管理 → 开发设置 → 小程序代码上传」生成，不要放进 git',
  }
  const problem = (en: string, zh: string) => [{ en: `${en}: ${where.en}`, zh: `${zh}：${where.zh}` }]
  if (!path)
    return problem('MP_UPLOAD_KEY must be the path of the upload key', 'MP_UPLOAD_KEY 须为代码上传密钥文件的路径')
  try {
    createPrivateKey(readFile(path))
    return []
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isMissing) return problem('MP_UPLOAD_KEY names no file', 'MP_UPLOAD_KEY 指向的文件不存在')
    return problem('The file that MP_UPLOAD_KEY names holds no private key', 'MP_UPLOAD_KEY 指向的文件不是私钥')
  }
}

function robotProblems(robot: string): Sentence[] {
  const number = /^\d{1,2}$/.test(robot) ? Number(robot) : 0
  if (number >= 1 && number <= robots) return []
  return [{ en: `MP_ROBOT must be a whole number from 1 to ${robots}`, zh: `MP_ROBOT 须为 1 到 ${robots} 的整数` }]
}

/**
 * The same package serves review, trial and release, so what no phone can reach or nobody should see is refused, also
 * for a preview.
 */
function buildProblems(env: Wanted['env']): Sentence[] {
  const api = tidyAddress(env['VITE_API_URL'] ?? '') || placeholderAddress
  const trial = tidyAddress(env['VITE_API_URL_TRIAL'] ?? '')
  const held = wantsWorkbench('production', env['VITE_WORKBENCH']) ? [workbenchHeld] : []
  return [
    ...addressProblems('VITE_API_URL', api),
    ...(trial ? addressProblems('VITE_API_URL_TRIAL', trial) : []),
    ...held,
  ]
}

/** One line that no shell reads as anything but words. */
function describe(commit: string | null, version: string): string {
  const words = (commit ?? '')
    .replace(/["'`$%^&|<>!\\;*?~#]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return [...(words || version)].slice(0, longestDescription).join('')
}

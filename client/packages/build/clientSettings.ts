/** What a client build takes from the environment, `.env` at the repository's root included; pure. */
import { addressProblems, isAppId, placeholderAddress, tidyAddress } from 'uni-trpc-protocol'
import type { Sentence } from 'uni-trpc-protocol/sentences'

export interface ClientSettings {
  /** The mini program's app id, for project.config.json. */
  appId: string
  /** What stands in place of `import.meta.env.VITE_…`. */
  values: { VITE_API_URL: string; VITE_API_URL_TRIAL: string; VITE_SANDBOX: boolean }
  /** The API as the H5 development server reaches it. */
  proxyTarget: string
  /** Plain sentences for the person who builds, each in both languages. */
  warnings: string[]
}

interface Where {
  /** uni-app's platform: `mp-weixin`, `h5`. */
  platform: string
  /** Vite's mode; only `development` and `test` may speak to the sandbox. */
  mode: string
  env: Readonly<Record<string, string | undefined>>
}

/** DevTools' own app id for people who have none. */
const tourist = 'touristappid'

export function clientSettings({ platform, mode, env }: Where): ClientSettings {
  const isPublished = !isDevelopersMode(mode)
  const given = tidyAddress(env.VITE_API_URL ?? '')
  const local = given || `http://127.0.0.1:${env.PORT || '3000'}`
  const values = {
    VITE_API_URL: isPublished ? given || placeholderAddress : platform === 'h5' ? '' : local,
    VITE_API_URL_TRIAL: tidyAddress(env.VITE_API_URL_TRIAL ?? ''),
    VITE_SANDBOX: !isPublished && wantsSandbox(platform, env.VITE_SANDBOX),
  }
  const appId = env.VITE_APP_ID?.trim() || tourist
  const warnings = [...appIdProblems(appId), ...(isPublished ? publishedProblems(values, env) : [])]
  return { appId, values, proxyTarget: local, warnings: warnings.map(({ en, zh }) => `${en} / ${zh}`) }
}

/** Vite's mode, as the command line of uni's CLI decides it. */
export function modeOf(args: readonly string[]): string {
  const asked = args[args.indexOf('--mode') + 1]
  if (args.includes('--mode') && asked) return asked
  return args.includes('build') ? 'production' : 'development'
}

/** Development and tests: the sandbox is open, WeChat's domain check is off. Anything else may be published. */
export function isDevelopersMode(mode: string): boolean {
  return mode === 'development' || mode === 'test'
}

/** Development has it unless told otherwise, all else only when told. */
export function wantsWorkbench(mode: string, asked: string | undefined): boolean {
  return asked?.trim() ? isYes(asked) : isDevelopersMode(mode)
}

const isYes = (asked: string | undefined) => ['1', 'true'].includes(asked?.trim() ?? '')

/** A browser has no `wx.login`, so the H5 preview asks the sandbox for codes unless told otherwise. */
function wantsSandbox(platform: string, asked: string | undefined): boolean {
  if (!asked) return platform === 'h5'
  return isYes(asked)
}

function appIdProblems(appId: string): Sentence[] {
  if (appId === tourist || isAppId(appId)) return []
  return [
    {
      en: "VITE_APP_ID is not a mini program's app id: it begins with wx, sixteen characters of 0-9 and a-f follow",
      zh: 'VITE_APP_ID 不是小程序的 AppID：应为 wx 加 16 位 0-9、a-f',
    },
  ]
}

const sandboxIgnored: Sentence = {
  en: 'VITE_SANDBOX is ignored: this build may be published',
  zh: 'VITE_SANDBOX 已忽略：这次构建可能会发布',
}

export const workbenchHeld: Sentence = {
  en: "VITE_WORKBENCH is on: this build holds the developers' workbench, so do not publish it",
  zh: 'VITE_WORKBENCH 已打开：这次构建带有开发者工作台，请不要发布',
}

function publishedProblems(values: ClientSettings['values'], env: Where['env']): Sentence[] {
  const trial = values.VITE_API_URL_TRIAL
  return [
    ...addressProblems('VITE_API_URL', values.VITE_API_URL),
    ...(trial ? addressProblems('VITE_API_URL_TRIAL', trial) : []),
    ...(isYes(env.VITE_SANDBOX) ? [sandboxIgnored] : []),
    ...(isYes(env.VITE_WORKBENCH) ? [workbenchHeld] : []),
  ]
}

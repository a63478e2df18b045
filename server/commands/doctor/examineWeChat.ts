/** Asks WeChat whether it knows each app with its secret and lets this machine in, and what time it is there. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Sentence } from '../../../shared/sentences.ts'
import { createFetchToken } from '../../wechat/fetchToken.ts'
import { createRequest } from '../../wechat/request.ts'
import { WeChatError } from '../../wechat/WeChatError.ts'
import { ill, well, type Finding } from './Finding.ts'

const deadlineMs = 5000
/** A phone number's watermark is judged by age, and so are tokens between nodes. */
const mostClockErrorMs = 60_000

export interface WeChatParts {
  /** App id -> secret. */
  readonly apps: ReadonlyMap<string, string>
  readonly base: string
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export async function examineWeChat(parts: WeChatParts): Promise<Finding[]> {
  if (parts.apps.size === 0) {
    return [well('未设置 WECHAT_APPS：由沙盒代替微信', 'WECHAT_APPS is empty: the sandbox stands for WeChat')]
  }
  const apps = await Promise.all([...parts.apps.keys()].map((appId) => examineApp(appId, parts)))
  return [...apps, await examineClock(parts)]
}

/** In normal mode, which leaves the token that servers use alone. */
async function examineApp(appId: string, { apps, base, fetch }: WeChatParts): Promise<Finding> {
  // CloudRun vouches for its own apps: they need no secret, and without one there is nothing to ask.
  if (apps.get(appId) === '') return well(`${appId}：未配置密钥，仅限云托管`, `${appId} has no secret: CloudRun only`)
  const patience = { deadlineMs, sleep: delay, random: Math.random, clock: () => performance.now() }
  try {
    const fetchToken = createFetchToken({ request: createRequest({ base, fetch }), apps, patience, onMisconfigured: () => undefined })
    await fetchToken(appId, false)
    return well(`微信认可 ${appId} 及其密钥`, `WeChat accepts ${appId} and its secret`)
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error
    return ill({ zh: `${appId}：${causeOf(error)}`, en: `${appId}: ${causeOf(error)}` }, nextStep(error))
  }
}

function causeOf({ errcode, kind, detail }: WeChatError): string {
  return `${errcode ?? kind} ${detail}`.trim()
}

const wrongSecret: Sentence = {
  zh: '请在微信公众平台「开发管理」核对或重置 AppSecret，并更新 WECHAT_APPS',
  en: 'compare or reset the AppSecret on mp.weixin.qq.com, Development, and correct WECHAT_APPS',
}
const wrongApp: Sentence = { zh: '请核对 WECHAT_APPS 中的 AppID', en: 'correct the app id in WECHAT_APPS' }

/** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html */
const nextSteps: Readonly<Record<number, Sentence>> = {
  40001: wrongSecret,
  40125: wrongSecret,
  41004: wrongSecret,
  40013: wrongApp,
  41002: wrongApp,
  40243: {
    zh: 'AppSecret 已被冻结，请在微信公众平台「开发管理」解冻',
    en: 'the AppSecret is frozen: unfreeze it on mp.weixin.qq.com, Development',
  },
  45009: { zh: '今日额度已用完，请明天再试', en: 'today’s quota is used up: try tomorrow' },
  45011: { zh: '调用过于频繁，请一分钟后再试', en: 'asked too often: try in a minute' },
}

function nextStep({ errcode, kind, detail }: WeChatError): Sentence {
  if (errcode === 40164) return allowListing(detail)
  const known = errcode === undefined ? undefined : nextSteps[errcode]
  if (known) return known
  if (kind === 'refused') return { zh: '请在微信开放文档查询该错误码', en: 'look this errcode up in WeChat’s documentation' }
  return { zh: '请检查网络、代理与 WECHAT_API_BASE', en: 'check network, proxy and WECHAT_API_BASE' }
}

/** WeChat's message names the address it saw: `invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist`. */
function allowListing(detail: string): Sentence {
  const [, address] = /invalid ip ([\da-f.:]+)/i.exec(detail) ?? []
  return {
    zh: `请在微信公众平台「开发管理」的 IP 白名单中加入 ${address ?? '本机的公网地址'}`,
    en: `add ${address ?? 'this machine’s public address'} to the IP allow-list on mp.weixin.qq.com, Development`,
  }
}

async function examineClock({ base, fetch, now }: WeChatParts): Promise<Finding> {
  const date = await fetch(base, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(deadlineMs) }).then(
    (answer) => answer.headers.get('date'),
    () => null,
  )
  const there = date === null ? NaN : Date.parse(date)
  if (Number.isNaN(there)) {
    return ill(
      { zh: '无法与微信核对时钟', en: 'The clock cannot be compared with WeChat’s' },
      { zh: '请检查网络、代理与 WECHAT_API_BASE', en: 'check network, proxy and WECHAT_API_BASE' },
    )
  }
  const seconds = Math.round((now() - there) / 1000)
  if (Math.abs(seconds) * 1000 <= mostClockErrorMs) return well('时钟准确', 'The clock is right')
  return ill(
    { zh: `时钟与微信相差 ${seconds} 秒`, en: `The clock is ${seconds} seconds from WeChat’s` },
    { zh: '请开启时间同步（NTP）', en: 'turn time synchronisation (NTP) on' },
  )
}

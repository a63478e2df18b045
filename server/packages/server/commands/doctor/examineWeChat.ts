/** Asks WeChat whether it knows each app with its secret and lets this machine in, and what time it is there. */
import { setTimeout as delay } from 'node:timers/promises'
import { createFetchToken, createRequest, nextStep, WeChatError } from 'uni-trpc-auth'
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
    return [well('未设置 WECHAT_APPS：由微信模拟服务代替微信', 'WECHAT_APPS is empty: the sandbox stands for WeChat')]
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
    const fetchToken = createFetchToken({
      request: createRequest({ base, fetch }),
      apps,
      patience,
      onMisconfigured: () => undefined,
    })
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

/** WeChat, as the rest of the server sees it. */
import { setTimeout as delay } from 'node:timers/promises'
import { createAccessToken } from './accessToken.ts'
import {
  checkPath,
  createCheckSessionKey,
  type HeldSessionKey,
  createExchangeCode,
  exchangePath,
  type Identity,
} from './exchangeCode.ts'
import { decryptPhone, type EncryptedPhone, createPhoneNumber, phonePath, type PhoneCode } from './phoneNumber.ts'
import { createCheckText, textPath, type CheckedText, type TextVerdict } from './checkText.ts'
import { createFetchToken } from './fetchToken.ts'
import type { TokenVault } from './heldTokens.ts'
import { createHttpFetch } from './httpFetch.ts'
import { observed, type UpstreamAnswer } from './observed.ts'
import { toCall, toDownload, type OwnCall, type OwnQuestion } from './ownCall.ts'
import { createRequest, type WeChatFile } from './request.ts'
import { createRequestWithToken } from './requestWithToken.ts'
import { WeChatError } from './WeChatError.ts'
import { withBreaker } from './withBreaker.ts'

const officialBase = 'https://api.weixin.qq.com'
/** CloudRun gives a whole request 15 seconds: https://developers.weixin.qq.com/miniprogram/dev/wxcloudrun/ */
const defaultDeadlineMs = 5000

/** Every promise may reject with a TypeError for an app id that is not configured, else only as said. */
export interface WeChat {
  /** The apps that are configured. */
  readonly appIds: readonly string[]
  /**
   * Trades a code of `wx.login` for who it is. A code is good for one try, whatever comes of it.
   *
   * @throws {WeChatError} within the deadline
   */
  exchangeCode(appId: string, code: string): Promise<Identity>
  /**
   * Trades a code of the phone number button for the number, like `+8613800138000`. A code is good for one try.
   *
   * @throws {WeChatError} within the deadline; 40029 for a code that is used, old or of another kind
   */
  phoneNumber(appId: string, code: PhoneCode): Promise<string>
  /**
   * Reads the number out of what older clients send instead of a code.
   *
   * @throws {CipherError} `undecipherable`, `foreign` or `old`
   */
  decryptPhone(appId: string, encrypted: EncryptedPhone): string
  /**
   * Whether this session key is still the one in force for this person.
   *
   * @throws {WeChatError} within the deadline
   */
  checkSessionKey(appId: string, held: HeldSessionKey): Promise<boolean>
  /**
   * What WeChat thinks of a text (msgSecCheck).
   *
   * @throws {WeChatError} within the deadline; 61010 for a writer who has not opened the program for two hours
   */
  checkText(appId: string, text: CheckedText): Promise<TextVerdict>
  /**
   * Asks any path of WeChat's API with the app's access token. Asked again for -1 and, once, with another token.
   *
   * @throws {WeChatError} within the deadline; `errcode` says what the path's documentation says of it
   */
  call<T>(appId: string, call: OwnCall<T>): Promise<T>
  /** The same, for a path that answers a file, such as a picture. @throws {WeChatError} */
  download(appId: string, question: OwnQuestion): Promise<WeChatFile>
}

export interface Outcome {
  readonly appId: string
  /** The path alone; of a failure, where it failed. */
  readonly endpoint: string
  readonly error: WeChatError | null
}

export interface WeChatOptions {
  /** App id -> secret. */
  readonly apps: ReadonlyMap<string, string>
  /** Origin, maybe with a path. @default https://api.weixin.qq.com */
  readonly base?: string | undefined
  /** @default Node's HTTP client, a connection for each request */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds for one verb: connecting, waiting, receiving and trying again. @default 5000 */
  readonly deadlineMs?: number | undefined
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined
  /** From 0 to 1, for the jitter. */
  readonly random?: (() => number) | undefined
  /** Milliseconds that never jump. */
  readonly clock?: (() => number) | undefined
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** Where processes share access tokens. @default each process keeps its own */
  readonly vault?: TokenVault | undefined
  /** Told once when WeChat gives no access token for a reason only a person can mend. Must not throw. */
  readonly onMisconfigured?: ((appId: string, error: WeChatError) => void) | undefined
  /** Told how every verb that asks WeChat ended, with all its tries. Must not throw. */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined
  /** Told of every HTTP exchange, for metrics. Must not throw. */
  readonly onAnswer?: ((answer: UpstreamAnswer) => void) | undefined
}

const noVault: TokenVault = { read: async () => null, save: async (entry) => entry }

export function createWeChat({
  apps,
  base = officialBase,
  fetch = createHttpFetch(),
  deadlineMs = defaultDeadlineMs,
  sleep = delay,
  random = Math.random,
  clock = () => performance.now(),
  now = Date.now,
  vault = noVault,
  onMisconfigured = () => undefined,
  onOutcome = () => undefined,
  onAnswer = () => undefined,
}: WeChatOptions): WeChat {
  const patience = { deadlineMs, sleep, random, clock }
  const request = withBreaker(observed(createRequest({ base, fetch }), { clock, onAnswer }), clock)
  const fetchToken = createFetchToken({ request, apps, patience, onMisconfigured })
  const tokens = createAccessToken({ fetchToken, vault, now, clock })
  const requestWithToken = createRequestWithToken({ request, tokens, patience })
  const exchangeCode = createExchangeCode(request, patience)
  const phoneNumber = createPhoneNumber(requestWithToken, now)
  const checkSessionKey = createCheckSessionKey(requestWithToken)
  const checkText = createCheckText(requestWithToken)
  const watched = createWatched(onOutcome)

  return {
    appIds: [...apps.keys()],
    async exchangeCode(appId, code) {
      const secret = apps.get(appId)
      if (secret === undefined) throw new TypeError('No secret is configured for this app id')
      return watched(appId, exchangePath, exchangeCode({ appId, secret, code }))
    },
    phoneNumber: (appId, code) => watched(appId, phonePath, phoneNumber(appId, code)),
    decryptPhone: (appId, encrypted) => decryptPhone(encrypted, { appId, now: now() }),
    checkText: (appId, text) => watched(appId, textPath, checkText(appId, text)),
    call: async (appId, call) => watched(appId, call.path, requestWithToken(appId, toCall(call))),
    download: async (appId, asked) => watched(appId, asked.path, requestWithToken(appId, toDownload(asked))),
    checkSessionKey: (appId, held) => watched(appId, checkPath, checkSessionKey(appId, held)),
  }
}

/** Tells how a piece of work ended. */
function createWatched(onOutcome: (outcome: Outcome) => void) {
  return async <T>(appId: string, endpoint: string, work: Promise<T>): Promise<T> => {
    try {
      const result = await work
      onOutcome({ appId, endpoint, error: null })
      return result
    } catch (error) {
      if (error instanceof WeChatError) onOutcome({ appId, endpoint: error.endpoint, error })
      throw error
    }
  }
}

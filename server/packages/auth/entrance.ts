/** How somebody proves who they are. The usual way in is a code of WeChat's; a server may open others beside it. */
import { createHash } from 'node:crypto'
import { Refusal } from 'uni-trpc-protocol'
import type { AuthStore } from './AuthStore.ts'
import { refusalFor } from './refuse.ts'
import type { WeChat } from './wechat/wechat.ts'

/** A person by WeChat's names, in one app. */
export interface Identity {
  readonly appId: string
  readonly openId: string
  readonly unionId: string | null
}

export interface Proven extends Identity {
  /** Null where somebody vouched for the person without a code. */
  readonly sessionKey: string | null
}

/** What somebody brings who wants in. */
export interface Presented {
  readonly code: string
  /** Needed when several apps are configured. */
  readonly appId: string | null
  /** Whom a gateway in front of the server names, where it is trusted to say so. */
  readonly vouched: Identity | null
}

export interface Entrance {
  /** Whether it is for this way. */
  takes(presented: Presented): boolean
  /**
   * @param wechat for ways that end there, too
   * @throws {Refusal} CODE_INVALID for whom nobody vouches, or as WeChat refuses it
   */
  prove(presented: Presented, wechat: Pick<WeChat, 'exchangeCode'>): Promise<Proven>
}

/** One word, as WeChat's codes are; what does not look like one costs WeChat's quota nothing. */
const codeShape = /^[\w+/=.~-]{8,256}$/

interface CodeParts {
  readonly store: Pick<AuthStore, 'spendCode'>
  readonly wechat: Pick<WeChat, 'appIds'>
}

/** By a code of `wx.login`, once. */
export function codeEntrance({ store, wechat: { appIds } }: CodeParts): Entrance {
  return {
    takes: () => true,

    async prove({ code, appId: asked }, wechat) {
      if (!codeShape.test(code)) throw new Refusal('CODE_INVALID')
      const appId = appOf(asked, appIds)
      // Before WeChat is asked, so that a second use, on any node, is told apart from a code that WeChat does not know.
      const hash = createHash('sha256').update(code).digest('base64url')
      if (!(await store.spendCode(hash))) throw new Refusal('CODE_USED')
      return { appId, ...(await exchange(wechat, { appId, code })) }
    },
  }
}

/** @throws {Refusal} */
export function exchange(wechat: Pick<WeChat, 'exchangeCode'>, { appId, code }: { appId: string; code: string }) {
  return wechat.exchangeCode(appId, code).catch((error: unknown) => {
    throw refusalFor(error)
  })
}

/** @param asked null stands for the only app, where there is but one. @throws {Refusal} APP_UNKNOWN */
export function appOf(asked: string | null, appIds: readonly string[]): string {
  const [only, ...others] = appIds
  const appId = asked ?? (others.length === 0 ? only : undefined)
  if (appId === undefined || !appIds.includes(appId)) throw new Refusal('APP_UNKNOWN')
  return appId
}

/**
 * WeChat's pre-fetch (数据预拉取) on the phone: the first `user.me` of a cold start is answered from what WeChat's servers
 * fetched while the package loaded. https://developers.weixin.qq.com/miniprogram/dev/framework/ability/pre-fetch.html
 */
import type { Operation, OperationResultObservable, OperationResultObserver, TRPCLink } from '@trpc/client'
import type { AnyRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { endsThisSession } from './endsThisSession.ts'
import { fieldOf, jsonOf, textOf } from './given.ts'
import type { Session } from './session.ts'
import type { PrefetchRouter, SessionPath } from './sessionRouter.ts'

/** The person looks at an empty page meanwhile; after this the request goes out as if there were no pre-fetch. */
const longestWaitMs = 300
/** What is older was fetched for an earlier start: WeChat hands it out while the new answer is on its way. */
const freshMs = 60_000

/** The part of `wx` this needs; H5 and old clients have none of it. */
export interface PrefetchHost {
  onBackgroundFetchData?(listener: (answer: PrefetchAnswer) => void): void
  getBackgroundFetchData?(options: {
    fetchType: 'pre'
    success: (answer: PrefetchAnswer) => void
    fail: () => void
  }): void
  setBackgroundFetchToken?(options: { token: string; fail: () => void }): unknown
}

export interface PrefetchAnswer {
  readonly fetchedData?: unknown
}

export interface Prefetch<TRouter extends AnyRouter> {
  /** Above the session's link. */
  readonly link: TRPCLink<TRouter>
  /**
   * Gives WeChat what it may ask with at the next cold start, once per session. Call it when the program goes to the
   * background, so that it costs the person no waiting.
   *
   * @param ask `api.auth.prefetchToken.query`
   */
  entrust(ask: () => Promise<{ readonly prefetchToken: string }>): Promise<void>
}

type SessionFacts = Pick<Session<AnyRouter>, 'id' | 'state' | 'serverTime'>

export function createPrefetch<TRouter extends PrefetchRouter>(
  session: SessionFacts,
  host: PrefetchHost = weChat(),
): Prefetch<TRouter> {
  let fetched = session.id === null ? null : fetchedAnswer(session, host)
  const beganAt = session.serverTime()
  let entrusted: string | null = null
  /** However WeChat says no, by its callback, a promise or by throwing, the next time in the background tries again. */
  const give = (token: string, id: string | null) => {
    entrusted = id
    const fail = () => void (entrusted = null)
    new Promise((resolve) => resolve(host.setBackgroundFetchToken?.({ token, fail }))).catch(fail)
  }

  return {
    link:
      () =>
      ({ op, next }) => {
        if (endsThisSession(op)) give('signed-out', null)
        // Whatever the program changed, the answer from before is no longer true.
        if (op.type === 'mutation') fetched = null
        const first = op.path === ('user.me' satisfies SessionPath) ? fetched : null
        if (!first) return next(op)
        fetched = null
        // Counted from the start: whoever asks later finds the answer there, or will not wait for it.
        const leftMs = Math.max(0, longestWaitMs - (session.serverTime() - beganAt))
        // Somebody else may have signed in since the program started.
        const mine = within(first, leftMs).then((answer) => answer && isFor(session, answer) && answer)
        return observable((observer) => hear(mine, { op, next, observer }))
      },

    async entrust(ask) {
      const { id } = session
      if (!host.setBackgroundFetchToken || session.state !== 'signed-in' || id === null || entrusted === id) return
      const { prefetchToken } = await ask()
      if (session.id !== id) return
      give(prefetchToken, id)
    },
  }
}

interface Asked<TRouter extends AnyRouter> {
  op: Operation
  next: (op: Operation) => OperationResultObservable<TRouter, unknown>
  observer: OperationResultObserver<TRouter, unknown>
}

/** What WeChat fetched or, where that is nothing, what the next link answers; returns what ends it. */
function hear<TRouter extends AnyRouter>(
  fetched: Promise<Fetched | null | false>,
  { op, next, observer }: Asked<TRouter>,
): () => void {
  let stop = () => {}
  let isOver = false
  void fetched.then((answer) => {
    if (isOver) return
    if (answer) {
      observer.next({ result: { type: 'data', data: answer.user } })
      observer.complete()
    } else stop = next(op).subscribe(observer).unsubscribe
  })
  return () => {
    isOver = true
    stop()
  }
}

interface Fetched {
  readonly time: string
  readonly sessionId: string | null
  readonly user: unknown
}

/** What WeChat fetched for this very session and this very start; may never settle. */
function fetchedAnswer(session: SessionFacts, host: PrefetchHost): Promise<Fetched | null> {
  return new Promise((resolve) => {
    const take = ({ fetchedData }: PrefetchAnswer) => {
      const fetched = freshAnswer(fetchedData, session)
      if (fetched) resolve(fetched)
    }
    if (!host.getBackgroundFetchData) {
      resolve(null)
      return
    }
    // The listener comes first, or an answer that arrives in between is lost.
    host.onBackgroundFetchData?.(take)
    host.getBackgroundFetchData({ fetchType: 'pre', success: take, fail: () => {} })
  })
}

function freshAnswer(text: unknown, session: SessionFacts): Fetched | null {
  const answer = jsonOf(String(text))
  const time = textOf(answer, 'time') ?? ''
  const sessionId = textOf(answer, 'sessionId')
  const user = fieldOf(answer, 'user') ?? null
  const fetched = { time, sessionId, user }
  return user !== null && isFor(session, fetched) ? fetched : null
}

function isFor({ id, serverTime }: SessionFacts, { time, sessionId }: Fetched): boolean {
  return sessionId !== null && sessionId === id && Math.abs(serverTime() - Date.parse(time)) <= freshMs
}

function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, null)
    void promise.then((value) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}

function weChat(): PrefetchHost {
  return typeof wx === 'undefined' ? {} : wx
}

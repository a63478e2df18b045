/**
 * Who is signed in: a tRPC link, and two functions for the link below it. Calls sign in on their way when the token is
 * missing or dead; one request carries the code while the others wait; only what was refused is sent again.
 */
import type { TRPCLink } from '@trpc/client'
import type { AnyRouter } from '@trpc/server'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import { createCredentials, type Credentials, type Retry } from './credentials.ts'
import { endsThisSession } from './endsThisSession.ts'
import { fieldOf, textOf } from './given.ts'
import { openKeptSession, uniStorage, type SessionStorage, type SignInState } from './keptSession.ts'
import type { SessionPath, SessionRouter } from './sessionRouter.ts'

export interface SessionOptions {
  /** A fresh code of `uni.login`. */
  readonly login: () => Promise<string>
  /** The mini program's own app id, or null where there is none (H5). */
  readonly appId?: () => string | null
  /** `launch` lets calls sign in before the person ever asked. @default 'ask' */
  readonly start?: 'ask' | 'launch'
  readonly storage?: SessionStorage
  readonly now?: () => number
  /** Called when another session counts, or none: what was opened as the former one must not go on as it. */
  readonly onChange?: () => void
}

export interface Session<TRouter extends AnyRouter>
  extends Pick<Credentials, 'headers' | 'onResponse' | 'connectionParams' | 'ending'> {
  readonly state: SignInState
  /** The session that the kept token names; null when there is none. */
  readonly id: string | null
  /** Milliseconds since 1970, by the server's clock. */
  serverTime(): number
  readonly link: TRPCLink<TRouter>
}

export function createSession<TRouter extends SessionRouter>(options: SessionOptions): Session<TRouter> {
  const {
    login,
    appId = () => null,
    start = 'ask',
    storage = uniStorage(),
    now = Date.now,
    onChange = () => {},
  } = options
  const kept = openKeptSession({ storage, now, onChange })
  const credentials = createCredentials({ kept, login, appId, start })
  return {
    get state() {
      kept.look()
      return kept.state
    },
    get id() {
      kept.look()
      return kept.sessionId
    },
    serverTime: kept.serverTime,
    link: sessionLink(credentials),
    ...credentials,
  }
}

function sessionLink<TRouter extends AnyRouter>(credentials: Credentials): TRPCLink<TRouter> {
  // initialized in app
  return () =>
    // initialized for request
    ({ op, next }) =>
      observable((observer) => {
        const tried = new Set<Retry>()
        let running: Unsubscribable | undefined
        if (op.type === 'mutation' && endsThisSession(op)) credentials.signOut(op)

        const run = () => {
          running = next(op).subscribe({
            next: (envelope) => {
              const token =
                op.path === ('auth.login' satisfies SessionPath)
                  ? textOf(fieldOf(envelope.result, 'data'), 'token')
                  : null
              if (token !== null) credentials.signedIn(token)
              credentials.answered(op)
              observer.next(envelope)
            },
            error: (error) => {
              const retry = credentials.refused(op, error)
              if (retry && !tried.has(retry)) {
                tried.add(retry)
                run()
                return
              }
              credentials.settled(op, error)
              observer.error(error)
            },
            complete: () => observer.complete(),
          })
        }
        run()
        return () => {
          credentials.settled(op)
          running?.unsubscribe()
        }
      })
}

/**
 * Who is signed in: a tRPC link, and two functions for the link below it. Calls sign in on their way when the token is
 * missing or dead; one request carries the code while the others wait; only what was refused is sent again.
 */
import type { TRPCLink } from '@trpc/client'
import type { AnyRouter } from '@trpc/server'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import { createCredentials, type Credentials, type SignIn } from './credentials.ts'
import { endsThisSession } from './endsThisSession.ts'
import { fieldOf, textOf } from './given.ts'
import { createGate } from './gate.ts'
import { answered, refused, settled, signOut, type Retry } from './judgement.ts'
import { openKeptSession, sessionIdOf, type KeptSessionOptions, type SignInState } from './keptSession.ts'
import type { SessionPath, SessionRouter } from './sessionRouter.ts'

export interface SessionOptions extends KeptSessionOptions {
  /** A fresh code of `uni.login`. */
  readonly login: () => Promise<string>
  /** The mini program's own app id, or null where there is none (H5). */
  readonly appId?: () => string | null
}

export interface Session<TRouter extends AnyRouter> extends Credentials {
  readonly state: SignInState
  /** The session that the kept token names; null when there is none. */
  readonly id: string | null
  /** Milliseconds since 1970, by the server's clock. */
  serverTime(): number
  /**
   * The refusal that ended the last sign-in, of which the person is to be told, whichever call met it; null once
   * somebody has signed in or out by hand.
   */
  ending(): unknown
  readonly link: TRPCLink<TRouter>
}

export function createSession<TRouter extends SessionRouter>(options: SessionOptions): Session<TRouter> {
  const kept = openKeptSession(options)
  kept.look()
  const signIn: SignIn = { kept, gate: createGate(options.login, kept), sent: new Map(), leaving: new Map() }
  return {
    get state() {
      return kept.look().state
    },
    get id() {
      return sessionIdOf(kept.look())
    },
    serverTime: kept.serverTime,
    ending: () => kept.ending,
    link: sessionLink(signIn),
    ...createCredentials(signIn, options.appId),
  }
}

function sessionLink<TRouter extends AnyRouter>(signIn: SignIn): TRPCLink<TRouter> {
  // initialized in app
  return () =>
    // initialized for request
    ({ op, next }) =>
      observable((observer) => {
        const tried = new Set<Retry>()
        let running: Unsubscribable | undefined
        if (op.type === 'mutation' && endsThisSession(op)) signOut(signIn, op)

        const run = () => {
          running = next(op).subscribe({
            next(envelope) {
              // The person signs in by hand: what it brought counts from here on.
              const token =
                op.path === ('auth.login' satisfies SessionPath) && textOf(fieldOf(envelope.result, 'data'), 'token')
              if (token) signIn.kept.keep(token)
              answered(signIn, op)
              observer.next(envelope)
            },
            error(error) {
              const retry = refused(signIn, op, error)
              if (retry && !tried.has(retry)) {
                tried.add(retry)
                run()
                return
              }
              settled(signIn, op, error)
              observer.error(error)
            },
            complete: () => observer.complete(),
          })
        }
        run()
        return () => {
          settled(signIn, op)
          running?.unsubscribe()
        }
      })
}

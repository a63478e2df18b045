/** What the session knows of the API, typed: it calls and watches these procedures by their names. */
import type { AnyTRPCRouter } from '@trpc/server'

interface Procedure<TType extends 'query' | 'mutation', TInput, TOutput> {
  readonly _def: { readonly type: TType; readonly $types: { readonly input: TInput; readonly output: TOutput } }
}

/** Given as input, these are read by the session; the answers, too. */
interface SessionProcedures {
  readonly auth: {
    readonly login: Procedure<'mutation', { readonly code: string }, { readonly token: string }>
    readonly check: Procedure<'query', { readonly token: string } | undefined, unknown>
    readonly logout: Procedure<'mutation', { readonly scope: 'this' | 'others' | 'all' }, unknown>
  }
}

interface PrefetchProcedures {
  readonly auth: { readonly prefetchToken: Procedure<'query', unknown, { readonly prefetchToken: string }> }
  readonly user: { readonly me: Procedure<'query', unknown, unknown> }
}

interface With<TProcedures> {
  readonly _def: { readonly record: TProcedures }
}

/** A router with the procedures that the session needs; where one has another name, the compiler says which. */
export type SessionRouter = AnyTRPCRouter & With<SessionProcedures>

/** The same with those that the pre-fetch needs. */
export type PrefetchRouter = SessionRouter & With<PrefetchProcedures>

type PathsOf<TProcedures> = {
  [TRoom in keyof TProcedures & string]: `${TRoom}.${keyof TProcedures[TRoom] & string}`
}[keyof TProcedures & string]

/** `auth.login` and its kind. */
export type SessionPath = PathsOf<SessionProcedures> | PathsOf<PrefetchProcedures>

/**
 * One call makes the client: the usual links in the only order that works. What is optional is handed in as a value, so
 * that a bundler leaves out what nobody names.
 */
import { createTRPCClient, getUntypedClient, type Operation, type TRPCClient } from '@trpc/client'
import type { TransformerOptions } from '@trpc/client/unstable-internals'
import type { inferTRPCClientTypes } from '@trpc/server'
import { createQueue, uniLink, type UniLinkBaseOptions, type uniSocketLink, type uniUploadLink } from 'uni-trpc-link'
import { textOf } from './given.ts'
import type { Prefetch } from './prefetch.ts'
import { createSession, type Session, type SessionOptions } from './session.ts'
import type { SessionPath, SessionRouter } from './sessionRouter.ts'
import type { streamLink } from './streamLink.ts'

interface ClientOptions<TRouter extends SessionRouter>
  extends SessionOptions,
    Pick<UniLinkBaseOptions, 'request' | 'timeout' | 'maxItems'> {
  /** Where the router is served, such as `https://api.example.com/trpc`; sockets use the same with `wss`. */
  readonly url: string
  /** `createPrefetch<AppRouter>`: the first `user.me` of a cold start is answered by WeChat's pre-fetch. */
  readonly prefetch?: (session: Session<TRouter>) => Prefetch<TRouter>
  /** `uniSocketLink`: subscriptions over one socket. */
  readonly sockets?: typeof uniSocketLink
  /** `uniUploadLink`: files, by `upload(api.user.avatar, …)`. */
  readonly uploads?: typeof uniUploadLink
  /** `streamLink`: answers that come part by part, by `context: { stream: true }`. */
  readonly streams?: typeof streamLink
}

/** With `transformer` required exactly when the router has one, as in tRPC's own links. */
export type UniClientOptions<TRouter extends SessionRouter> = ClientOptions<TRouter> &
  TransformerOptions<inferTRPCClientTypes<TRouter>>

export interface UniClient<TRouter extends SessionRouter> {
  /** `await api.user.me.query()`, typed by the server's router. */
  readonly api: TRPCClient<TRouter>
  readonly session: Session<TRouter>
  readonly prefetch: {
    /**
     * Gives WeChat what it may ask with at the next cold start; call it when the program goes to the background.
     * Without pre-fetch, or without a network, nothing happens.
     */
    entrust(): Promise<void>
  }
  /** How many HTTP requests went out since the program started. */
  requests(): number
}

export function createUniClient<TRouter extends SessionRouter>(options: UniClientOptions<TRouter>): UniClient<TRouter> {
  const { url, sockets, uploads, streams, onChange } = options
  let sent = 0

  const session = createSession<TRouter>({
    ...options,
    onChange: () => {
      // Nothing that was opened as one person goes on as another.
      socket?.close()
      onChange?.()
    },
  })
  const headers = async (operations: readonly Operation[]) => {
    const found = await session.headers(operations)
    sent += 1
    return found
  }
  // By POST, so that no input stands in a URL.
  const post = { methodOverride: 'POST', queue: createQueue(), headers, onResponse: session.onResponse } as const
  const http = { ...options, ...post }
  const connectionParams = async () => (await session.connectionParams()) ?? {}
  const socket = sockets?.<TRouter>({ ...options, url: url.replace(/^http/, 'ws'), connectionParams })
  const prefetch = options.prefetch?.(session)
  const links = [
    prefetch?.link,
    session.link,
    socket,
    uploads?.<TRouter>(http),
    streams?.<TRouter>(http),
    uniLink<TRouter>(http),
  ]
  const api = createTRPCClient<TRouter>({ links: links.filter((link) => link !== undefined) })
  return {
    api,
    session,
    prefetch: { entrust: async () => prefetch?.entrust(() => askPrefetchToken(api)).catch(() => undefined) },
    requests: () => sent,
  }
}

const prefetchToken: SessionPath = 'auth.prefetchToken'

/** Nobody asked for it, so it signs nobody in. */
async function askPrefetchToken<TRouter extends SessionRouter>(api: TRPCClient<TRouter>) {
  const answer = await getUntypedClient(api).query(prefetchToken, undefined, { context: { silent: false } })
  return { prefetchToken: textOf(answer, 'prefetchToken') ?? '' }
}

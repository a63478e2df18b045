/**
 * Calls that ask for it by `context: { stream: true }` are answered part by part; all others go on to the next link.
 */
import type { TRPCLink } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { jsonlStream, uniLink, type UniLinkOptions } from 'uni-trpc-link'

/** Milliseconds: the server pings every five seconds; after three times that the network has left. */
const idleTimeout = 15_000

export function streamLink<TRouter extends AnyTRPCRouter>(options: UniLinkOptions<TRouter>): TRPCLink<TRouter> {
  const link = uniLink<TRouter>({ ...options, stream: jsonlStream({ idleTimeout }), maxItems: 1 })
  // initialized in app
  return (runtime) => {
    const stream = link(runtime)
    // initialized for request
    return (asked) => (asked.op.context['stream'] === true ? stream(asked) : asked.next(asked.op))
  }
}

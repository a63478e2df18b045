/** The API as pages call it: `await api.user.me.query()`, typed by the server's router. The only file that names it. */
import { createTRPCClient, splitLink } from '@trpc/client'
import type { AppRouter } from '../server/procedures/router.ts'
import { apiOrigin, appId } from './apiOrigin.ts'
import { createRequestCount } from './countRequests.ts'
import { createQueue, jsonlStream, uniLink, uniSocketLink, uniUploadLink } from 'uni-trpc-link'
import { createPrefetch, createSession, loginCode } from 'uni-trpc-session'

// Nothing that was opened as one person goes on as another.
export const session = createSession<AppRouter>({ login: loginCode, appId, onChange: () => socket.close() })

export const prefetch = createPrefetch<AppRouter>(session)

export const requestCount = createRequestCount()

const url = `${apiOrigin()}/trpc`

// By POST, so that no input stands in a URL.
const http = {
  url,
  methodOverride: 'POST',
  queue: createQueue(),
  headers: requestCount.counted(session.headers),
  onResponse: session.onResponse,
} as const

const socket = uniSocketLink<AppRouter>({
  url: url.replace(/^http/, 'ws'),
  connectionParams: async () => (await session.connectionParams()) ?? {},
})

export const api = createTRPCClient<AppRouter>({
  links: [
    prefetch.link,
    session.link,
    socket,
    uniUploadLink(http),
    splitLink({
      condition: ({ context }) => context['stream'] === true,
      // The server pings every five seconds; after three times that the network has left.
      true: uniLink({ ...http, stream: jsonlStream({ idleTimeout: 15_000 }), maxItems: 1 }),
      false: uniLink(http),
    }),
  ],
})

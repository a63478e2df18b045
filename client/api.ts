/** The API as pages call it: `await api.user.me.query()`, typed by the server's router. The only file that names it. */
import { createTRPCClient } from '@trpc/client'
import type { AppRouter } from '../server/procedures/router.ts'
import { apiOrigin, appId } from './apiOrigin.ts'
import { uniLink } from './link/uniLink.ts'
import { loginCode } from './session/loginCode.ts'
import { createPrefetch } from './session/prefetch.ts'
import { createSession } from './session/session.ts'

export const session = createSession<AppRouter>({ login: loginCode, appId })

export const prefetch = createPrefetch<AppRouter>(session)

export const api = createTRPCClient<AppRouter>({
  links: [
    prefetch.link,
    session.link,
    uniLink({
      url: `${apiOrigin()}/trpc`,
      // By POST, so that no input stands in a URL.
      methodOverride: 'POST',
      headers: session.headers,
      onResponse: session.onResponse,
    }),
  ],
})

/** The API as pages call it: `await api.user.me.query()`, typed by the server's router. The only file that names it. */
import type { AppRouter } from '../server/procedures/router.ts'
import { uniSocketLink, uniUploadLink } from 'uni-trpc-link'
import { apiOrigin, appId, createPrefetch, createUniClient, loginCode, streamLink } from 'uni-trpc-session'

/** What is not named here weighs nothing: pre-fetch, subscriptions, files, answers in parts. */
export const { api, session, prefetch, requests } = createUniClient<AppRouter>({
  url: `${apiOrigin()}/trpc`,
  login: loginCode,
  appId,
  prefetch: createPrefetch<AppRouter>,
  sockets: uniSocketLink,
  uploads: uniUploadLink,
  streams: streamLink,
})

/** What this server serves; `main.ts` starts it, and the developers' server too. */
import { data } from './data/data.ts'
import { appRouter } from './procedures/router.ts'
import type { App } from 'uni-trpc-server'

export const app: App = { router: appRouter, data }

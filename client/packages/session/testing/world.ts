import { openWorld } from 'uni-trpc-server/testing'
import { data } from '../../../../server/data/data.ts'
import { appRouter } from '../../../../server/procedures/router.ts'

export type World = Awaited<ReturnType<typeof createWorld>>

/** The whole server of this repository's own app. */
export function createWorld() {
  return openWorld({ router: appRouter, data, createCaller: appRouter.createCaller })
}

/** The world of this repository's own app, on which the package is proven. */
import { data } from '../../../data/data.ts'
import { appRouter } from '../../../procedures/router.ts'
import { openWorld, type WorldOptions } from './openWorld.ts'

export { lifetimes, nowhere } from './openWorld.ts'

export type World = Awaited<ReturnType<typeof createWorld>>

export function createWorld(options: WorldOptions = {}) {
  return openWorld({ router: appRouter, data, createCaller: appRouter.createCaller }, options)
}

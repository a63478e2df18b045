/** The world of this repository's own app, on which the package is proven. */
import { appRouter } from '../../../procedures/router.ts'
import { openWorld, type WorldOptions } from './openWorld.ts'

export { lifetimes, nowhere } from './openWorld.ts'

export type World = Awaited<ReturnType<typeof createWorld>>

export function createWorld(options: WorldOptions = {}) {
  return openWorld({ router: appRouter, createCaller: appRouter.createCaller }, options)
}

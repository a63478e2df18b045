import { createWays, shortWayParts } from '../http/app.ts'
import { createShortWay, type ShortWay } from '../trpc/shortWay.ts'
import type { World } from './world.ts'

/** The short way into this world, for its edge: with it an edge answers as the server does. */
export function shortWayOf(world: World): ShortWay {
  return createShortWay(shortWayParts({ ...world, ways: createWays(world) }))
}

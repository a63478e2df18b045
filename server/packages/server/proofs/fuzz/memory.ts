/** How much a server holds while it is fuzzed, and whether that grows with what it was sent. */
import { z } from 'zod'

/** Taken after all that nobody needs is collected. */
export const vitalsShape = z.object({
  /** Bytes. */
  heap: z.number(),
  rss: z.number(),
  /** The event loop's longest turn so far, in milliseconds. */
  longestTurnMs: z.number(),
  /** Sockets, timers and whatever else the event loop holds. */
  handles: z.number(),
})
export type Vitals = z.infer<typeof vitalsShape>

/** Until then code is compiled and caches are filled: what is held after that part of a run must stay. */
const warmPart = 0.2
/**
 * How much may be held then: the collector decides when pages go back to the system. Connections whose phone is gone
 * stay until their time is up, so there are the more of them the faster cases come, and all in all a few.
 */
const bounds = {
  heap: (before: number) => before * 1.1,
  rss: (before: number) => before * 1.25,
  handles: (before: number) => before + 30,
}

/** What grew between a fifth of the run and its end, each in a sentence; the middle of each fifth is compared. */
export function grownOf(samples: readonly Vitals[]): string[] {
  const part = Math.floor(samples.length * warmPart)
  if (part < 1) return []
  const [early, late] = [samples.slice(part, 2 * part), samples.slice(-part)]
  return (Object.keys(bounds) as (keyof typeof bounds)[]).flatMap((what) => {
    const [before, after] = [middleOf(early, what), middleOf(late, what)]
    return after > bounds[what](before) ? [`${what} grew: ${before} -> ${after}`] : []
  })
}

export function middleOf(samples: readonly Vitals[], what: keyof Vitals): number {
  const sorted = samples.map((sample) => sample[what]).sort((one, other) => one - other)
  return sorted[sorted.length >> 1] ?? 0
}

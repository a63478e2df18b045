/**
 * Whoever makes the load, in a process of its own: what it measures is the server's time and not that of whoever else
 * is in this process.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export const crowd = z.object({
  origin: z.string(),
  /** Of people who are signed in. */
  tokens: z.array(z.string()),
  mostConnections: z.number(),
})

export const order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), connections: z.number() }),
  z.object({ kind: z.literal('steady'), callers: z.number(), ms: z.number() }),
  /** @property people who come meanwhile, and come back when they are refused */
  z.object({ kind: z.literal('flood'), perSecond: z.number(), ms: z.number(), people: z.number() }),
  /** Nothing more is sent. */
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('end') }),
])
export type Order = z.infer<typeof order>

const answer = z.object({ status: z.number(), text: z.string() })
const heard = z.object({
  statuses: z.map(z.number(), z.number()),
  perSecond: z.number(),
  medianMs: z.number(),
  p99Ms: z.number(),
  refusedP99Ms: z.number(),
  others: z.array(answer),
})
const flooded = heard.extend({
  offeredPerSecond: z.number(),
  unconnectedPerSecond: z.number(),
  returned: z.object({ served: z.number(), mostTries: z.number() }),
})
export type Heard = z.infer<typeof heard>
export type Flooded = z.infer<typeof flooded>

type Of<Kind extends Order['kind']> = Omit<Extract<Order, { kind: Kind }>, 'kind'>

export interface Driver {
  /** Opens so many connections beside those there are. */
  open(options: Of<'open'>): Promise<void>
  steady(options: Of<'steady'>): Promise<Heard>
  flood(options: Of<'flood'>): Promise<Flooded>
  stop(): void
  /** Ends the process; answers the ids of the notes that were acknowledged. */
  end(): Promise<string[]>
}

export function startDriver(given: z.infer<typeof crowd>): Driver {
  const path = fileURLToPath(new URL('./driverProcess.ts', import.meta.url))
  const child = fork(path, [JSON.stringify(given)], { serialization: 'advanced' })
  const ask = async (asked: Order): Promise<unknown> => {
    child.send(asked)
    const [answered]: unknown[] = await once(child, 'message')
    return answered
  }
  return {
    open: async (options) => void (await ask({ kind: 'open', ...options })),
    steady: async (options) => heard.parse(await ask({ kind: 'steady', ...options })),
    flood: async (options) => flooded.parse(await ask({ kind: 'flood', ...options })),
    stop: () => void child.send({ kind: 'stop' } satisfies Order),
    async end() {
      const kept = z.array(z.string()).parse(await ask({ kind: 'end' }))
      child.disconnect()
      return kept
    },
  }
}

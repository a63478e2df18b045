/** Goes round among the nodes whose /readyz says yes, as every balancer can. */
import type { RunningServer } from './startServer.ts'

export interface Balancer {
  /** Of the node whose turn it is. */
  next(): string
  stop(): void
}

const lookMs = 50

/** @param nodes as they are now; a node may take the place of another */
export function createBalancer(nodes: () => readonly Pick<RunningServer, 'origin'>[]): Balancer {
  let ready: readonly string[] = nodes().map(({ origin }) => origin)
  let turn = 0
  const look = async () => {
    const origins = nodes().map(({ origin }) => origin)
    const all = await Promise.all(
      origins.map((origin) =>
        fetch(`${origin}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      ),
    )
    ready = origins.filter((_origin, index) => all[index])
  }
  const timer = setInterval(() => void look(), lookMs)
  return {
    next: () => ready[turn++ % Math.max(ready.length, 1)] ?? 'http://nobody.invalid',
    stop: () => clearInterval(timer),
  }
}

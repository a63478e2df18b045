/**
 * Two nodes of an older build are replaced by newer ones under use, one after the other, and then the newer by older
 * ones.
 */
import { createBalancer } from '../../testing/createBalancer.ts'
import type { DatabaseKind } from '../history/openProofDatabase.ts'
import { runHistory, type History } from '../history/runHistory.ts'

export interface UpgradeOptions {
  /** What `npm start` runs, of each build. */
  readonly older: string
  readonly newer: string
  readonly database: DatabaseKind
  readonly onProgress?: (line: string) => void
}

const served = 40

/** In between one of each kind serves: what the one writes the other reads. */
export function runUpgrade({ older, newer, database, onProgress = () => {} }: UpgradeOptions): Promise<History> {
  return runHistory({
    entry: older,
    database,
    nodes: 2,
    isSmooth: true,
    async during({ nodes, build, restart, sendPeople, untilServed, problem }) {
      const balancer = createBalancer(() => nodes)
      sendPeople(balancer.next)
      await untilServed(served)
      for (const [words, entry] of [
        ['newer', newer],
        ['older again', older],
      ] as const) {
        build(entry)
        for (const index of nodes.keys()) {
          const code = await restart(index, (node) => node.stop('SIGTERM'))
          if (code !== 0) problem(`SIGTERM ended with ${code}`)
          onProgress(`node ${index} is ${words}`)
          await untilServed(served)
        }
      }
      balancer.stop()
    },
  })
}

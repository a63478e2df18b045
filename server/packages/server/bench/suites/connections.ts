/** The same check from few connections to many: whether there is a cliff. */
import { join } from 'node:path'
import { createInstallation } from '../candidate.ts'
import { measure, type Figures } from '../rounds.ts'
import { checkCandidates, raw } from './check.ts'
import type { Suite } from './suite.ts'

const steps = [1, 8, 32, 128, 512]

export const connectionsSuite: Suite = async ({ folder, upstream, driver, rounds, seconds, say }) => {
  const installation = createInstallation(`file:${join(folder, 'connections.db')}`, upstream)
  const candidates = await checkCandidates(installation, [raw])
  const figures: Figures[] = []
  let busiest = 0
  try {
    for (const connections of steps) {
      const measured = await measure({ candidates, driver, rounds, seconds, connections, say })
      figures.push(...measured.figures.map((one) => ({ ...one, name: `${one.name}, ${connections} connections` })))
      busiest = Math.max(busiest, measured.busiest)
    }
    return { title: 'From 1 to 512 connections', base: `${raw}, 32 connections`, figures, busiest }
  } finally {
    for (const { running } of candidates) await running.stop()
  }
}

/** `auth.check` on a real PostgreSQL: beside raw node:http with pg, and as one of two nodes. */
import { openPostgres } from '../../testing/openPostgres.ts'
import { createInstallation, startOurs, type Candidate } from '../candidate.ts'
import { costOf, measure, spread } from '../rounds.ts'
import { startDriver } from '../running.ts'
import { checkCandidates, raw } from './check.ts'
import type { Suite, SuiteOptions } from './suite.ts'

export const postgresSuite: Suite = async (options) => {
  const { upstream, driver, rounds, seconds, say } = options
  const postgres = await openPostgres()
  const installation = createInstallation(await postgres.createDatabase(), upstream)
  const candidates = await checkCandidates(installation, [raw])
  const second = await startOurs(installation)
  try {
    const measured = await measure({ candidates, driver, rounds, seconds, connections: 32, say })
    const [first] = candidates
    const notes = first
      ? [await secondNode(first, { ...first, ...second, url: movedTo(first.url, second.origin) }, options)]
      : []
    return { title: 'auth.check on PostgreSQL, 32 connections', base: raw, ...measured, notes }
  } finally {
    for (const { running } of [...candidates, second]) await running.stop()
    await postgres.stop()
  }
}

/** Of what one node carries: two of them, two drivers and the database then fit on two processors. */
const share = 0.25

/**
 * On one machine two nodes share its processors with the driver and the database, so their rates cannot add up. What a
 * second node would add on a machine of its own shows in what a request costs the first: alone, and while the second is
 * asked as often. Both times it is asked at the same rate, well below what it carries, for a node that is asked less
 * has fewer requests in each turn of its loop, and each of them costs more.
 */
async function secondNode(first: Candidate, second: Candidate, options: SuiteOptions): Promise<string> {
  const { driver, rounds, seconds } = options
  const beside = await startDriver()
  const [alone, together]: [number[], number[]] = [[], []]
  try {
    const { rate } = await costOf(first, { driver, seconds, connections: 32 })
    const load = { seconds, connections: 16, perSecond: Math.round(rate * share) }
    for (let round = 0; round < rounds; round++) {
      alone.push((await costOf(first, { ...load, driver })).cpuUs)
      const both = [costOf(first, { ...load, driver }), costOf(second, { ...load, driver: beside })]
      together.push(...(await Promise.all(both)).map(({ cpuUs }) => cpuUs))
    }
    const [one, two] = [spread(alone).median, spread(together).median]
    return (
      `At ${load.perSecond} requests/s a node, two nodes at once: ${two.toFixed(0)} µs of processor a request each, ` +
      `alone ${one.toFixed(0)}: a second node adds ${(one / two).toFixed(2)} of the first.`
    )
  } finally {
    await beside.stop()
  }
}

function movedTo(url: string, origin: string): string {
  return origin + new URL(url).pathname
}

/** How the tests of each line went, from vitest's own reports. */
import { z } from 'zod'
import { idsOf } from './titledTests.ts'

/** Of `--reporter=json`: what is read of it. */
const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
})

export interface Count {
  readonly passed: number
  readonly failed: number
}

/** By line, such as `A7`; a line of which nothing ran is not there. */
export type Results = ReadonlyMap<string, Count>

/**
 * A test counts for the lines that its own title names, and for those of the groups it stands in. Where several reports
 * tell of one test, the last that ran it counts.
 */
export function resultsOf(reports: readonly unknown[]): Results {
  const counts = new Map<string, { passed: number; failed: number }>()
  const tests = reports
    .flatMap((given) => report.parse(given).testResults)
    .flatMap(({ name, assertionResults }) =>
      assertionResults.map((result, at) => [`${name} ${at} ${result.title}`, result] as const),
    )
  const ran = new Map(tests.filter(([, { status }]) => status === 'passed' || status === 'failed'))
  for (const { ancestorTitles, title, status } of ran.values()) {
    if (status !== 'passed' && status !== 'failed') continue
    for (const id of new Set([...ancestorTitles, title].flatMap(idsOf))) {
      const count = counts.get(id) ?? { passed: 0, failed: 0 }
      count[status] += 1
      counts.set(id, count)
    }
  }
  return counts
}

import { describe, expect, it } from 'vitest'
import { grownOf, type Vitals } from './memory.ts'
import { runFuzz } from './runFuzz.ts'

/** Fixed, so that what fails here fails again; `npm run prove:fuzz` goes far beyond. */
const seeds = [20_261_127]

it.each(seeds)(
  'F57, F58, F59, F60, F62, F67: whatever is sent, and whatever WeChat answers, nothing breaks and nothing is told from inside (seed %i)',
  async (seed) => {
    const { cases, findings, samples } = await runFuzz({ cases: 1280, seed })
    expect(findings).toEqual([])
    expect(cases).toBe(1280)
    for (const { heap, rss } of samples) expect(rss).toBeGreaterThan(heap)
  },
  120_000,
)

describe('a run of the fuzz', () => {
  const mib = 2 ** 20
  const steady = (at: number): Vitals => ({
    heap: (30 + (at % 3)) * mib,
    rss: (180 + 20 * (at % 2)) * mib,
    longestTurnMs: 100,
    handles: 10 + (at % 4),
  })
  const samples = Array.from({ length: 50 }, (_none, at) => steady(at))

  it('finds nothing where memory goes up and down, or grows while the server is not warm', () => {
    const cold = samples.map((sample, at) => (at < 10 ? { ...sample, heap: sample.heap / 2 } : sample))
    expect(grownOf(samples)).toEqual([])
    expect(grownOf(cold)).toEqual([])
  })

  it.each([
    ['heap', 25],
    ['rss', 25],
    ['handles', 5],
  ] as const)('finds the %s that grows with what was sent', (what, slowness) => {
    const growing = samples.map((sample, at) => ({ ...sample, [what]: sample[what] * (1 + at / slowness) }))
    expect(grownOf(growing)).toEqual([expect.stringContaining(`${what} grew`)])
  })
})

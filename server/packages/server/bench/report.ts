/** Findings as a table to read: rate, processor and latency, and each as a ratio. */
import { isBusy, type Figures, type Spread } from './rounds.ts'
import type { Findings } from './suites/suite.ts'

export function report({ title, figures, base, busiest, notes = [] }: Findings): string {
  if (figures.length === 0) return ['', title, ...notes, ''].join('\n')
  const one = figures.find(({ name }) => name === base)
  const width = Math.max(...figures.map(({ name }) => name.length))
  const head = `${'requests/s (range)'.padStart(24)}  ${'ratio'.padStart(5)}  ${'CPU µs (range)'.padStart(18)}  ${'ratio'.padStart(5)}  p50 / p99 ms`
  const lines = figures.map((figure) => line(figure, one, width))
  const warning = `Others used ${Math.round(busiest * 100)} % of this machine meanwhile: do not trust these figures.`
  return ['', title, ' '.repeat(width) + head, ...lines, ...notes, ...(isBusy(busiest) ? [warning] : []), ''].join('\n')
}

function line({ name, rate, cpuUs, p50, p99 }: Figures, one: Figures | undefined, width: number): string {
  const ratio = (mine: Spread, its: Spread | undefined) => (mine.median / (its?.median ?? NaN)).toFixed(2).padStart(5)
  const ranged = ({ median, min, max }: Spread) => `${median.toFixed(0)} (${min.toFixed(0)}-${max.toFixed(0)})`
  const columns = [
    ranged(rate).padStart(24),
    ratio(rate, one?.rate),
    ranged(cpuUs).padStart(18),
    ratio(cpuUs, one?.cpuUs),
    `${p50.median.toFixed(1)} / ${p99.median.toFixed(1)}`,
  ]
  return name.padEnd(width) + columns.join('  ')
}

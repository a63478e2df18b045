/** Draws a suite's rates as bars, for the README: `npm run bench:server -- check --chart`. */
import type { Findings } from './suites/suite.ts'

const [rowHeight, labelWidth, barWidth, padding] = [30, 300, 360, 16]

export function chart({ title, figures, base }: Findings, caption: string): string {
  const one = figures.find(({ name }) => name === base)?.rate.median ?? NaN
  const sorted = [...figures].sort((a, b) => b.rate.median - a.rate.median)
  const most = Math.max(...sorted.map(({ rate }) => rate.median / one), 1)
  const rows = sorted.map(({ name, rate }, index) => bar({ name, ratio: rate.median / one, most }, index))
  const [width, height] = [labelWidth + barWidth + 80, sorted.length * rowHeight + 84]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="14">`,
    `<rect width="100%" height="100%" rx="8" fill="#fff"/>`,
    `<text x="${padding}" y="30" font-weight="600" fill="#111">${escaped(title)}: throughput as a ratio of ${escaped(base)}</text>`,
    ...rows,
    `<text x="${padding}" y="${height - 14}" font-size="12" fill="#666">${escaped(caption)}</text>`,
    '</svg>\n',
  ].join('\n')
}

function bar({ name, ratio, most }: { name: string; ratio: number; most: number }, index: number): string {
  const y = 48 + index * rowHeight
  const width = Math.max(2, Math.round((ratio / most) * barWidth))
  const fill = name === 'uni-trpc' ? '#07c160' : '#c9ced6'
  return [
    `<text x="${padding}" y="${y + 15}" fill="#111">${escaped(name)}</text>`,
    `<rect x="${labelWidth}" y="${y}" width="${width}" height="20" rx="3" fill="${fill}"/>`,
    `<text x="${labelWidth + width + 8}" y="${y + 15}" fill="#111">${ratio.toFixed(2)}</text>`,
  ].join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

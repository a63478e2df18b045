/** Chromium for servers has no Chinese font of its own. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A style sheet that brings Noto Sans SC along and writes everything in it. */
export function chineseFont(): string {
  const require = createRequire(import.meta.url)
  const file = require.resolve('@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2')
  return `@font-face { font-family: 'Noto Sans SC'; src: url(data:font/woff2;base64,${readFileSync(file).toString('base64')}) }
    body { font-family: 'Noto Sans SC', sans-serif !important }`
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { boundsPage, sourcesOf } from './boundsPage.ts'

it('the page of bounds tells what the code has: `npm run prove:bounds` writes it anew', () => {
  const root = join(import.meta.dirname, '../../../../..')
  expect(readFileSync(join(root, 'docs/bounds.md'), 'utf8')).toBe(boundsPage(sourcesOf(root)))
})

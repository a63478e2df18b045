// A mini program written by hand, for what uni-app never generates or what needs no uni-app.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/**
 * Writes a package and answers its folder, which goes when the test is over. An app.json that lists `pages/index`, an
 * empty app.js and an index page are there unless given.
 * @param files path → content; objects become JSON
 */
export function writePackage(files: Record<string, string | object>): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'simulator-package-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const all = {
    'app.json': { pages: ['pages/index'] },
    'app.js': 'App({})',
    'pages/index.js': 'Page({})',
    'pages/index.wxml': '<view/>',
    ...files,
  }
  for (const [file, content] of Object.entries(all)) {
    const target = path.join(directory, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return directory
}

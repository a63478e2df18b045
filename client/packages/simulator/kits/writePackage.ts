// A program in a folder of its own; unlike the tests' own writePackage it outlives a test.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** @param files path → content; objects become JSON */
export function writePackage(files: Record<string, string | object>): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'simulator-kit-'))
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(directory, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return directory
}

/** Packs every package and unpacks the tarballs into the folder that the command line names, each under its name. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { argv } from 'node:process'
import { packTarballs } from './packTarballs.ts'

const [, , outDir] = argv
if (outDir === undefined) throw new Error('which folder?')
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-tarballs-'))
try {
  for (const [name, tarball] of packTarballs(folder)) {
    const to = join(outDir, name)
    mkdirSync(to, { recursive: true })
    execFileSync('tar', ['-xzf', basename(tarball), '-C', to, '--strip-components', '1'], { cwd: dirname(tarball) })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

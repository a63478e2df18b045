/** Packs every package and unpacks the tarballs into the folder that the command line names, each under its name. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, platform } from 'node:process'
import { makers } from './recipes.ts'

const [, , outDir] = argv
if (outDir === undefined) throw new Error('which folder?')
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-packages-'))
try {
  for (const [name, make] of Object.entries(makers)) {
    const problems = make(join(folder, name))
    if (problems) throw new Error(problems)
    const tarballs = join(folder, 'tarballs', name)
    mkdirSync(tarballs, { recursive: true })
    execFileSync('npm', ['pack', '--silent', '--pack-destination', tarballs], { cwd: join(folder, name), shell: platform === 'win32' })
    const [tarball = ''] = readdirSync(tarballs)
    const to = join(outDir, name)
    mkdirSync(to, { recursive: true })
    execFileSync('tar', ['-xzf', tarball, '-C', to, '--strip-components', '1'], { cwd: tarballs })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Packs the link and unpacks the tarball into the folder that the command line names: what strangers get of it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, platform } from 'node:process'
import { buildLinkPackage } from './linkPackage.ts'

const [, , outDir] = argv
if (outDir === undefined) throw new Error('which folder?')
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-link-'))
try {
  const problems = buildLinkPackage(join(folder, 'link'))
  if (problems) throw new Error(problems)
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: join(folder, 'link'),
    shell: platform === 'win32',
  })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm packed nothing')
  mkdirSync(outDir, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', outDir, '--strip-components', '1'], { cwd: folder })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Builds and packs client/link, and unpacks the tarball into the folder that the command line names. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { argv, execPath, platform } from 'node:process'
import { promisify } from 'node:util'
import { repository } from '../../build/repository.ts'

const run = promisify(execFile)

const [, , outDir] = argv
if (outDir === undefined) throw new Error('which folder?')
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-link-'))
try {
  const tarball = await pack()
  mkdirSync(outDir, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', outDir, '--strip-components', '1'], { cwd: folder })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** In a copy of its sources, so that no other test sees its dist come and go. Answers the tarball's name. */
async function pack(): Promise<string> {
  const link = join(folder, 'client', 'link')
  for (const path of ['client/link', 'client/build', 'client/globals.d.ts', 'package.json', 'tsconfig.json']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(repository, path), join(folder, path), { recursive: true, filter: (from) => basename(from) !== 'dist' })
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction')
  await run(execPath, ['--import', 'tsx', join(folder, 'client', 'build', 'link.ts')], { cwd: folder })
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: link, shell: platform === 'win32' })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm packed nothing')
  return tarball
}

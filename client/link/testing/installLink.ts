/** Puts the package as strangers get it, packed and unpacked, into a project of a test. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { execPath, platform } from 'node:process'
import { promisify } from 'node:util'
import { repository } from '../../build/repository.ts'

const run = promisify(execFile)

/** Answers the package's folder in the project's node_modules. */
export async function installLink(projectFolder: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-link-'))
  try {
    const inside = join(projectFolder, 'node_modules', 'uni-trpc-link')
    mkdirSync(inside, { recursive: true })
    await run('tar', ['-xzf', await pack(folder), '-C', inside, '--strip-components', '1'], { cwd: folder })
    return inside
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In a copy of its sources, so that no other test sees its dist come and go. Answers the tarball's name. */
async function pack(target: string): Promise<string> {
  const link = join(target, 'client', 'link')
  for (const path of ['client/link', 'client/build', 'client/globals.d.ts', 'package.json', 'tsconfig.json']) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    cpSync(join(repository, path), join(target, path), { recursive: true, filter: (from) => basename(from) !== 'dist' })
  }
  symlinkSync(join(repository, 'node_modules'), join(target, 'node_modules'), 'junction')
  await run(execPath, ['--import', 'tsx', join(target, 'client', 'build', 'link.ts')], { cwd: target })
  await run('npm', ['pack', '--silent', '--pack-destination', target], { cwd: link, shell: platform === 'win32' })
  const tarball = readdirSync(target).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm packed nothing')
  return tarball
}

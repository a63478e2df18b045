/** A project as `npm create uni-trpc` begins it, with every package of this repository unpacked from its tarball. */
import { execFile } from 'node:child_process'
import { cpSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { builtPackage } from '../builtPackage.ts'
import { repository } from '../repository.ts'

/**
 * Writes it into `folder`, which must not be there yet; packages of others are this repository's, for nothing is
 * fetched.
 */
export async function createProjectIn(folder: string, args: readonly string[] = []): Promise<void> {
  const packages = await builtPackage('packages')
  const creator = join(packages, 'create-uni-trpc/bin.js')
  await promisify(execFile)(process.execPath, [creator, folder, '--yes', ...args], { cwd: packages, encoding: 'utf8' })
  installInto(folder, packages)
}

/** What `npm install` would leave, of these packages. */
export function installInto(folder: string, packages: string): void {
  const modules = join(folder, 'node_modules')
  const theirs = join(repository, 'node_modules')
  rmSync(modules, { recursive: true, force: true })
  mkdirSync(join(modules, '.bin'), { recursive: true })
  const own = readdirSync(packages)
  for (const name of readdirSync(theirs)) {
    if (name.startsWith('.') || own.includes(name)) continue
    symlinkSync(join(theirs, name), join(modules, name), 'junction')
  }
  for (const name of own) cpSync(join(packages, name), join(modules, name), { recursive: true })
  for (const name of readdirSync(join(theirs, '.bin'))) {
    const link = join(theirs, '.bin', name)
    const isOwn = own.includes(name)
    if (isOwn) symlinkSync(`../${name}/bin.js`, join(modules, '.bin', name))
    else if (lstatSync(link).isSymbolicLink()) symlinkSync(readlinkSync(link), join(modules, '.bin', name))
    else cpSync(link, join(modules, '.bin', name))
  }
}

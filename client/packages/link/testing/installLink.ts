/** Puts the package as strangers get it, packed and unpacked, into a project of a test. */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { builtPackage } from 'uni-trpc-build/testing'

/** Answers the package's folder in the project's node_modules. */
export async function installLink(projectFolder: string): Promise<string> {
  const inside = join(projectFolder, 'node_modules', 'uni-trpc-link')
  // The repository's own stands there as a link to its sources.
  rmSync(inside, { recursive: true, force: true })
  cpSync(await builtPackage('link'), inside, { recursive: true })
  return inside
}

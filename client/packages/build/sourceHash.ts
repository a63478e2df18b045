/** One short hash over everything a build is made from. */
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'

/** Tests and the simulator are no part of any build, and what a build leaves is none of its sources. */
const ignored = /(\.test\.ts|^client\/packages\/simulator|node_modules|\/dist|\/testing|\/\.\w[^/]*)$/

/** Sixteen hex digits which change when any file under `sources` (relative to `root`) does, or its name. */
export async function sourceHash(root: string, sources: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of await filesOf(root, resolve(root, source))) {
      hash
        .update(`${slashed(relative(root, file))}\0`)
        .update(await readFile(file))
        .update('\0')
    }
  }
  return hash.digest('hex').slice(0, 16)
}

async function filesOf(root: string, path: string): Promise<string[]> {
  if (ignored.test(slashed(relative(root, path)))) return []
  if (!(await stat(path)).isDirectory()) return [path]
  const names = (await readdir(path)).sort()
  const nested = await Promise.all(names.map((name) => filesOf(root, join(path, name))))
  return nested.flat()
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/')
}

/** Which files are counted. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isOfTemplate, templateFiles } from 'create-uni-trpc'

const rooms = ['server', 'client', 'shared']
const proofs = /\.test\.ts$|(^|\/)(testing|fixtures?|bench|e2e|proofs|kits)(\/|\.ts$)|\.d\.ts$/

/** TypeScript and pages that run, or help to build, with a team's; from the root, with slashes. */
export function productFiles(root: string): string[] {
  return rooms.flatMap((room) => filesIn(root, room)).filter((path) => /\.(ts|vue)$/.test(path) && !proofs.test(path))
}

/** What `npm create uni-trpc` writes. */
export function teamFiles(root: string): { path: string; lines: number }[] {
  const paths = templateFiles.flatMap((name) => filesIn(root, name)).filter(isOfTemplate)
  return paths.map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }))
}

function filesIn(root: string, path: string): string[] {
  if (/(^|\/)(node_modules|dist)$/.test(path)) return []
  try {
    return readdirSync(join(root, path)).flatMap((name) => filesIn(root, `${path}/${name}`))
  } catch {
    // A file, not a folder.
    return [path]
  }
}

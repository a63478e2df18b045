/** Which files are counted. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProject } from 'create-uni-trpc'

const rooms = ['server', 'client', 'shared']
const proofs = /\.test\.ts$|(^|\/)(testing|fixtures?|bench|e2e|proofs|kits)(\/|\.ts$)|\.d\.ts$/

/** TypeScript and pages that run, or help to build, with a team's; from the root, with slashes. */
export function productFiles(root: string): string[] {
  return rooms.flatMap((room) => filesIn(root, room)).filter((path) => /\.(ts|vue)$/.test(path) && !proofs.test(path))
}

/** What `npm create uni-trpc` writes, with every part in it. */
export function teamFiles(): { path: string; lines: number }[] {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-measures-'))
  try {
    const wish = { folder, name: 'my-program', title: 'my-program', appId: '', without: [], packages: null }
    const { files } = createProject(wish)
    return files.map((path) => ({ path, lines: readFileSync(join(folder, path), 'utf8').split('\n').length - 1 }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
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

/** The packages of this repository, by what the root's package.json says of its workspaces. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { repository } from '../repository.ts'

const rootSchema = z.object({ workspaces: z.array(z.string()) })
const packageSchema = z.object({ name: z.string() })

/** Name -> folder, from the repository's root. */
function workspacePackages(): ReadonlyMap<string, string> {
  const { workspaces } = rootSchema.parse(read('package.json'))
  const folders = workspaces.flatMap((pattern) =>
    pattern.endsWith('/*') ? foldersIn(pattern.slice(0, -2)) : [pattern],
  )
  return new Map(folders.map((folder) => [packageSchema.parse(read(`${folder}/package.json`)).name, folder]))
}

/** Lets a copy of the sources find its own packages, not the repository's. */
export function linkPackages(copy: string): void {
  mkdirSync(join(copy, 'node_modules'), { recursive: true })
  for (const [name, folder] of workspacePackages())
    symlinkSync(join(copy, folder), join(copy, 'node_modules', name), 'junction')
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(join(repository, folder), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`)
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(repository, path), 'utf8'))
}

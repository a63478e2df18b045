/** Makes of create-uni-trpc what npm carries: with a copy of the template, which is this repository's own app. */
import { cpSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isOfTemplate, templateFiles } from 'create-uni-trpc'
import { repository } from '../repository.ts'
import { buildPackage } from './buildPackage.ts'

/** Writes the package to `outDir` anew and returns what the compiler has to say against it: nothing, if all is well. */
export function buildCreator(outDir: string): string {
  const problems = buildPackage({ folder: 'client/packages/create', entries: ['run.ts'] }, outDir)
  for (const name of templateFiles) {
    // npm leaves out .gitignore, and reads it.
    const to = join(outDir, 'dist/template', name.replace(/^\./, '_'))
    cpSync(join(repository, name), to, { recursive: true, filter: (path) => isOfTemplate(relative(repository, path)) })
  }
  return problems
}

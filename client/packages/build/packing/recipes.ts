/** How each package of this repository is made, in the order in which they stand on each other. */
import { cpSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isOfTemplate, templateFiles } from 'create-uni-trpc'
import { repository } from '../repository.ts'
import { buildPackage, type Recipe } from './buildPackage.ts'
import { buildLinkPackage } from './linkPackage.ts'

const recipes: Readonly<Record<string, Recipe>> = {
  'uni-trpc-protocol': { folder: 'shared/protocol', runsIn: 'anywhere' },
  'uni-trpc-auth': { folder: 'server/packages/auth', unpublished: ['./testing'] },
  'uni-trpc-server': {
    folder: 'server/packages/server',
    entries: ['commands/devServer.ts', 'commands/admin.ts', 'commands/doctor.ts', 'commands/runtimePackage.ts'],
    assets: ['commands/developersPage.html'],
  },
  'uni-trpc-session': {
    folder: 'client/packages/session',
    runsIn: 'phone',
    ambient: ['client/packages/session/globals/index.d.ts', '@dcloudio/types'],
    assets: ['globals', 'vue/style.css'],
  },
  'uni-trpc-simulator': {
    folder: 'client/packages/simulator',
    unpublished: ['./testing'],
    assets: ['screen/widgets.css'],
  },
  'uni-trpc-build': {
    folder: 'client/packages/build',
    unpublished: ['./testing', './typescript'],
    entries: ['api.ts', 'dev.ts', 'uni.ts', 'previewMp.ts', 'uploadMp.ts'],
    assets: ['h5/page.js', 'h5/page.css'],
  },
}

/** Every package that is published, and what makes it: it answers what the compiler has against it. */
export const makers: Readonly<Record<string, (outDir: string) => string>> = {
  'uni-trpc-link': buildLinkPackage,
  'create-uni-trpc': buildCreator,
  ...Object.fromEntries(
    Object.entries(recipes).map(([name, recipe]) => [name, (outDir: string) => buildPackage(recipe, outDir)]),
  ),
}

/** With a copy of the template, which is this repository's own app. */
function buildCreator(outDir: string): string {
  const problems = buildPackage({ folder: 'client/packages/create', entries: ['run.ts'] }, outDir)
  for (const name of templateFiles) {
    // npm leaves out .gitignore, and reads it.
    const to = join(outDir, 'dist/template', name.replace(/^\./, '_'))
    cpSync(join(repository, name), to, { recursive: true, filter: (path) => isOfTemplate(relative(repository, path)) })
  }
  return problems
}

/** The built package as others have it: in their node_modules, with and without the DOM's types. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildLinkPackage, describeProblems, linkDir } from './linkPackage.ts'
import { clientDir, repository } from './repository.ts'

const program = `
import { createTRPCClient } from '@trpc/client'
import { initTRPC } from '@trpc/server'
import { createQueue, jsonlStream, kindOf, retryQueries, uniLink } from 'uni-trpc-link'
import { AbortController } from 'uni-trpc-link/abort'
import { callContainer, wxRequest } from 'uni-trpc-link/adapters'

const t = initTRPC.create()
const router = t.router({ story: t.procedure.query(async function* () { yield 'word' }) })
const queue = createQueue({ limit: 5 })
const request = Math.random() > 1 ? wxRequest() : callContainer({ env: 'a', service: 'b' })
const api = createTRPCClient<typeof router>({
  links: [retryQueries({ attempts: 2 }), uniLink({ url: '/trpc', request, queue, stream: jsonlStream({ idleTimeout: 1 }) })],
})
export async function read(): Promise<string> {
  const { signal } = new AbortController()
  let story = ''
  for await (const word of await api.story.query(undefined, { signal })) story += word
  // @ts-expect-error a signal is not a number
  await api.story.query(undefined, { signal: 5 })
  // @ts-expect-error a kind is one of a few
  return kindOf(new Error()) === 'late' ? '' : story
}
// @ts-expect-error the address is missing
uniLink({})
`

const server = `
import { initTRPC } from '@trpc/server'
const t = initTRPC.create()
const router = t.router({
  greet: t.procedure.input((name: unknown) => String(name)).query(({ input }) => ({ greeting: input })),
  demo: t.router({ story: t.procedure.query(async function* () { yield 'word' }) }),
})
export type AppRouter = typeof router
`

let folder: string
let problems: string
beforeAll(async () => {
  problems = buildLinkPackage()
  const cache = join(repository, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'link-package-'))
  await mkdir(join(folder, 'node_modules'))
  await symlink(linkDir, join(folder, 'node_modules', 'uni-trpc-link'), 'junction')
  await writeFile(join(folder, 'program.ts'), program)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const bare = { lib: ['lib.es2020.d.ts'], types: [] }
const common: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2020,
  preserveSymlinks: true,
  skipLibCheck: true,
}

describe('the package uni-trpc-link', () => {
  it('compiles with the globals of a mini program and no others', () => {
    expect(problems).toBe('')
  })

  it('has every file that its manifest names, and no dependency', async () => {
    const manifest = JSON.parse(await readFile(join(linkDir, 'package.json'), 'utf8')) as Record<string, unknown>
    const files = JSON.stringify(manifest['exports']).match(/\.\/[\w./-]+\.(?:c?js|json|d\.ts)/g) ?? []
    expect(files.length).toBeGreaterThan(5)
    for (const file of new Set(files.filter((name) => name.startsWith('./dist/')))) {
      expect((await readFile(join(linkDir, file), 'utf8')).length).toBeGreaterThan(100)
    }
    expect(manifest).not.toHaveProperty('dependencies')
  })

  it.each([
    ['the DOM’s types', { ...bare, lib: ['lib.es2020.d.ts', 'lib.dom.d.ts'] }, []],
    ['a mini program’s types alone', bare, [join(clientDir, 'globals.d.ts')]],
  ])('is typed for a program with %s', (_, options, files) => {
    const checked = ts.createProgram([join(folder, 'program.ts'), ...files], { ...common, ...options })
    expect(describeProblems(ts.getPreEmitDiagnostics(checked))).toBe('')
  })

  it('is used as its README says', async () => {
    const readme = await readFile(join(linkDir, 'README.md'), 'utf8')
    const snippets = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code)
    expect(snippets).toHaveLength(5)
    await writeFile(join(folder, 'server.ts'), server)
    await writeFile(join(folder, 'components.d.ts'), "declare module '*.vue' { const App: import('vue').Component; export default App }")
    const nameOf = (code: string) => /^\/\/ src\/(\w+\.ts)/.exec(code)?.[1]
    const files = snippets.map((code, index) => join(folder, nameOf(code) ?? `readme${index}.ts`))
    await Promise.all(files.map((file, index) => writeFile(file, snippets[index] ?? '')))
    const checked = ts.createProgram([...files, join(folder, 'components.d.ts'), join(clientDir, 'globals.d.ts')], {
      ...common,
      ...bare,
      types: ['@dcloudio/types'],
      target: ts.ScriptTarget.ES2022,
    })
    expect(describeProblems(ts.getPreEmitDiagnostics(checked))).toBe('')
  })

  it('installs AbortController where there is none, and leaves one that is there', async () => {
    const there = AbortController
    const { AbortController: ours } = (await import(join(linkDir, 'dist/abort.js'))) as { AbortController: unknown }
    expect(AbortController).toBe(there)
    Reflect.deleteProperty(globalThis, 'AbortController')
    await import(`${join(linkDir, 'dist/abort.js')}?again`)
    const installed: unknown = Reflect.get(globalThis, 'AbortController')
    Reflect.set(globalThis, 'AbortController', there)
    expect(installed).toBe(ours)
  })
})

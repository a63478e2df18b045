/** The built package as others have it: in their node_modules, with and without the DOM's types. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientDir, repository } from '../repository.ts'
import { describeProblems } from './describeProblems.ts'
import { buildLinkPackage } from './linkPackage.ts'

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

/** A wrong use of each entry is refused only where its types are known. */
const entries = `
import { kindOf, uniLink } from 'uni-trpc-link'
import { AbortController } from 'uni-trpc-link/abort'
import { callContainer, wxRequest } from 'uni-trpc-link/adapters'
import { createTRPCClient, type TRPCLink } from 'uni-trpc-link/client'
import { uniTrpc } from 'uni-trpc-link/vite'
export const links: TRPCLink<never>[] = []
uniLink({ url: '/trpc', request: wxRequest() })
new AbortController().abort()
uniTrpc({ platform: 'mp-weixin' })
// @ts-expect-error the links are missing
createTRPCClient({})
// @ts-expect-error no such kind
kindOf(new Error()) === 'late'
// @ts-expect-error the service is missing
callContainer({ env: 'a' })
// @ts-expect-error no such method
new AbortController().stop()
// @ts-expect-error a platform is a word
uniTrpc({ platform: 5 })
`

/** Each function of each entry, its answer exported by inference. */
const answers = `
import { initTRPC } from '@trpc/server'
import * as link from 'uni-trpc-link'
import { AbortController } from 'uni-trpc-link/abort'
import * as adapters from 'uni-trpc-link/adapters'
const t = initTRPC.create()
const router = t.router({ story: t.procedure.query(() => 'word') })
type Router = typeof router
const url = '/trpc'
export const stream = link.jsonlStream()
export const queue = link.createQueue()
export const http = link.uniLink<Router>({ url })
export const retry = link.retryQueries<Router>()
export const socket = link.uniSocketLink<Router>({ url })
export const events = link.uniEventsLink<Router>({ url })
export const bytes = link.uniBytesLink<Router>({ url })
export const uploads = link.uniUploadLink<Router>({ url })
export const kind = link.kindOf(new Error())
export const error = new link.TransportError('offline', '')
export const controller = new AbortController()
export const signal = new AbortController().signal
export const request = adapters.wxRequest()
export const taro = adapters.taroRequest(() => Object.assign(Promise.resolve(), { abort() {} }))
export const call = adapters.callContainer({ env: 'a', service: 'b' })
export const connect = adapters.connectContainer({ env: 'a', service: 'b' })
export const options = { url, stream: link.jsonlStream(), connect: adapters.connectContainer({ env: 'a', service: 'b' }) }
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
let linkDir: string
beforeAll(async () => {
  const cache = join(repository, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(join(cache, 'link-package-'))
  linkDir = join(folder, 'node_modules', 'uni-trpc-link')
  problems = buildLinkPackage(linkDir)
  await writeFile(join(folder, 'program.ts'), program)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const phoneTypes = join(clientDir, 'packages/session/globals/phone.d.ts')
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
    ['a mini program’s types alone', bare, [phoneTypes]],
  ])('is typed for a program with %s', (_, options, files) => {
    const checked = ts.createProgram([join(folder, 'program.ts'), ...files], { ...common, ...options })
    expect(describeProblems(ts.getPreEmitDiagnostics(checked))).toBe('')
  })

  describe.each([
    [
      'node, as in uni-app’s TypeScript template',
      { moduleResolution: ts.ModuleResolutionKind.Node10, module: ts.ModuleKind.ESNext },
      'entries.ts',
    ],
    ['bundler', { moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext }, 'entries.ts'],
    ['node16', { moduleResolution: ts.ModuleResolutionKind.Node16, module: ts.ModuleKind.Node16 }, 'entries.mts'],
    ['nodenext', { moduleResolution: ts.ModuleResolutionKind.NodeNext, module: ts.ModuleKind.NodeNext }, 'entries.mts'],
  ] as const)('with moduleResolution %s', (_, resolution, name) => {
    it('every entry resolves, with types that are not any', async () => {
      await writeFile(join(folder, name), entries)
      const options = { ...common, ...resolution, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: ['node'] }
      const checked = ts.createProgram([join(folder, name)], options)
      expect(describeProblems(ts.getPreEmitDiagnostics(checked))).toBe('')
    })
  })

  it('is required as CommonJS, the plugin, and its types say so', async () => {
    const file = join(folder, 'config.cts')
    const wrong = '// @ts-expect-error a platform is a word\nuniTrpc({ platform: 5 })'
    await writeFile(file, `import { uniTrpc } from 'uni-trpc-link/vite'\n${wrong}\nexport = { plugins: [uniTrpc()] }`)
    const node16 = { moduleResolution: ts.ModuleResolutionKind.Node16, module: ts.ModuleKind.Node16 }
    const checked = ts.createProgram([file], {
      ...common,
      ...node16,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: ['node'],
    })
    expect(describeProblems(ts.getPreEmitDiagnostics(checked))).toBe('')
    const required: unknown = createRequire(join(folder, 'config.cjs'))('uni-trpc-link/vite')
    expect(required).toMatchObject({ uniTrpc: expect.any(Function) as unknown })
  })

  it('lets a project emit declarations of whatever its functions answer', async () => {
    const file = join(folder, 'answers.ts')
    await writeFile(file, answers)
    const emitted = new Map<string, string>()
    const options = {
      ...common,
      ...bare,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
    }
    // Without following links, so that the package is seen where strangers have it.
    const checked = ts.createProgram([file], options)
    const { diagnostics } = checked.emit(undefined, (name, text) => emitted.set(name.replace(/.*[\\/]/, ''), text))
    expect(describeProblems([...ts.getPreEmitDiagnostics(checked), ...diagnostics])).toBe('')
    const declared = emitted.get('answers.d.ts') ?? ''
    expect(declared.match(/export declare const \w+/g)).toHaveLength(answers.match(/^export const \w+/gm)?.length ?? 0)
    expect(declared).not.toMatch(/: any\b|\/dist\//)
  })

  it('names in its own declarations no type that a program may lack, but AbortSignal', () => {
    const declared = ts.sys
      .readDirectory(join(linkDir, 'dist'), ['.d.ts'])
      .filter((name) => !name.endsWith('vite.d.ts'))
    expect(declared.length).toBeGreaterThan(20)
    const checked = ts.createProgram(declared, { ...common, ...bare, skipLibCheck: false })
    const unresolved = declared.flatMap((name) => {
      const source = checked.getSourceFile(name)
      return source
        ? checked
            .getSemanticDiagnostics(source)
            .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
        : [name]
    })
    expect([...new Set(unresolved)]).toEqual(["Cannot find name 'AbortSignal'."])
  })

  it('says where it comes from, what it runs on and under which licence', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(linkDir, 'package.json'), 'utf8'))
    const root = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
      engines: unknown
      license: unknown
    }
    expect(manifest).toMatchObject({
      license: root.license,
      engines: root.engines,
      repository: { type: 'git', directory: 'client/packages/link' },
    })
    expect(await readFile(join(linkDir, 'LICENSE'), 'utf8')).toBe(await readFile(join(repository, 'LICENSE'), 'utf8'))
  })

  it('is used as its README says', async () => {
    const readme = await readFile(join(linkDir, 'README.md'), 'utf8')
    const snippets = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code)
    expect(snippets).toHaveLength(5)
    await writeFile(join(folder, 'server.ts'), server)
    await writeFile(
      join(folder, 'components.d.ts'),
      "declare module '*.vue' { const App: import('vue').Component; export default App }",
    )
    const nameOf = (code: string) => /^\/\/ src\/(\w+\.ts)/.exec(code)?.[1]
    const files = snippets.map((code, index) => join(folder, nameOf(code) ?? `readme${index}.ts`))
    await Promise.all(files.map((file, index) => writeFile(file, snippets[index] ?? '')))
    const checked = ts.createProgram([...files, join(folder, 'components.d.ts'), phoneTypes], {
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

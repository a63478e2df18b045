/** Builds a program with vite and runs it in a bare JavaScript realm: no AbortController, fetch, URL or process. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createContext, Script } from 'node:vm'
import { build, type Plugin } from 'vite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serveStreamRouter } from './testing/streamServer.ts'
import { serveTestRouter } from './testing/testServer.ts'
import { uniTrpc, type UniTrpcOptions } from './vite.ts'

const program = `
import { createTRPCClient } from '@trpc/client'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
const api = createTRPCClient({ links: [uniLink({ url })] })
const refusal = (error) => [error.data && error.data.code, kindOf(error), error.message]
const calls = [api.greet.query('Ann'), api.add.mutate('x'), api.refused.query()]
Promise.all(calls.map((call) => call.catch(refusal))).then((answers) => done(JSON.stringify(answers)))
`

const streaming = `
import { createTRPCClient } from '@trpc/client'
import { jsonlStream } from './jsonlStream.ts'
import { uniLink } from './uniLink.ts'
const api = createTRPCClient({ links: [uniLink({ url, stream: jsonlStream() })] })
const read = async () => {
  const parts = []
  for await (const part of await api.story.query()) parts.push(part)
  for await (const part of await api.endless.query()) if (part === 2) break
  return parts
}
read().then((parts) => done(JSON.stringify(parts)), (error) => done(JSON.stringify(error.message)))
`

const leaving = `
import { createTRPCClient } from '@trpc/client'
import { observable } from '@trpc/server/observable'
const told = []
let say
const ticking = () => () =>
  observable((observer) => {
    say = (data) => observer.next({ result: { type: 'data', data } })
    return () => observer.complete()
  })
const api = createTRPCClient({ links: [ticking] })
const onData = (data) => told.push(data)
const listening = api.ticks.subscribe(undefined, { onData, onComplete: () => told.push('complete') })
say(1)
listening.unsubscribe()
say(2)
done(JSON.stringify(told))
`

/** Subscribes by a name that no module shows, so that nothing but `more` tells what the program does. */
const hidden = (more = '') => `
import { createTRPCClient } from '@trpc/client'
import { observable } from '@trpc/server/observable'
const ticking = () => () => observable((observer) => observer.next({ result: { type: 'data', data: 1 } }))
const passing = () => ({ op, next }) => observable((observer) => next(op).subscribe(observer))
const api = createTRPCClient({ links: [passing, ticking] })
${more}
const told = []
try {
  api.ticks[['sub', 'scribe'].join('')](undefined, { onData: (data) => told.push(data) })
} catch (error) {
  told.push(error.message)
}
done(JSON.stringify(told))
`

const link = fileURLToPath(new URL('.', import.meta.url))

/** Stands the program beside the link's own files. */
const entryOf = (code: string): Plugin => ({
  name: 'entry',
  resolveId: (id) => (id === 'program' ? `${link}program.js` : null),
  load: (id) => (id === `${link}program.js` ? code : null),
})

async function built(platform: string, code = program, options: UniTrpcOptions = {}): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [entryOf(code), uniTrpc({ ...options, platform })],
    build: {
      write: false,
      target: 'es2018',
      modulePreload: false,
      rollupOptions: { input: 'program', output: { format: 'iife' } },
    },
  })
  if (Array.isArray(result) || !('output' in result)) throw new Error('one output was expected')
  return result.output[0].code
}

/** What the program says when it is done, and what the realm's global object holds then. */
async function run(
  code: string,
  serveRouter: () => Promise<{ endpoint: string; close: () => Promise<void> }> = serveTestRouter,
) {
  const server = await serveRouter()
  const { request } = createNodeRequest()
  const given = { setTimeout, clearTimeout, uni: { request }, url: server.endpoint }
  const realm = createContext(given, { codeGeneration: { strings: false, wasm: false } })
  const said = await new Promise<string>((done) => {
    realm.done = done
    new Script(code).runInContext(realm)
  })
  await server.close()
  const globals: unknown = new Script(
    '[typeof AbortController, typeof fetch, typeof URL, typeof process]',
  ).runInContext(realm)
  return { answers: JSON.parse(said) as unknown, globals: JSON.stringify(globals) }
}

const absent = JSON.stringify(['undefined', 'undefined', 'undefined', 'undefined'])

describe('uniTrpc', () => {
  it('lets a mini program call without web globals, and assigns none', async () => {
    const { answers, globals } = await run(await built('mp-weixin'))
    expect(answers).toEqual([{ greeting: 'hello Ann' }, { added: 'x' }, ['UNAUTHORIZED', null, 'not you']])
    expect(globals).toBe(absent)
  })

  it('lets it read streams without TextDecoder, ReadableStream or async iteration of its own (trpc 4481, 5894, 6476)', async () => {
    const { answers, globals } = await run(await built('mp-weixin', streaming), serveStreamRouter)
    expect(answers).toEqual(['从前 ', 'a 🦊, ', 'a ¢rane'])
    expect(globals).toBe(absent)
  })

  it.each(['mp-weixin', 'h5'])(
    'tells nobody more who has left, whatever a link goes on to say, on %s',
    async (platform) => {
      const { answers } = await run(await built(platform, leaving))
      expect(answers).toEqual([1, 'complete'])
    },
  )

  it('leaves out how tRPC shares one call among many listeners, where its client has one', async () => {
    const file = fileURLToPath(new URL('../../../node_modules/@trpc/client/dist/index.mjs', import.meta.url))
    const theirs = await readFile(file, 'utf8')
    const { code } = transformed(theirs, file) as { code: string }
    expect([theirs, code].map((text) => text.includes('share()'))).toEqual([true, false])
  })

  it('leaves out the fields that tRPC’s client declares and its constructor sets', async () => {
    const file = fileURLToPath(new URL('../../../node_modules/@trpc/client/dist/index.mjs', import.meta.url))
    const theirs = await readFile(file, 'utf8')
    const { code } = transformed(theirs, file) as { code: string }
    expect([theirs, code].map((text) => text.includes('(this, "links", void 0)'))).toEqual([true, false])
    expect(code).toMatch(/this\.links = /)
  })

  it('leaves subscriptions out where no module subscribes, though links hear each other, and says so', async () => {
    // The index names the links that subscribe, of which nothing comes into the program.
    for (const more of ['', "import { uniLink } from './index.ts'\nif (api === 1) uniLink()"]) {
      const { answers } = await run(await built('mp-weixin', hidden(more)))
      expect(answers).toEqual(['No module subscribes: uniTrpc({ subscriptions: true }) keeps it'])
    }
  })

  it.each([
    { kept: 'a call', more: 'const later = () => api.ticks.subscribe()\nif (api === 1) later()' },
    { kept: 'an untyped call', more: 'if (api === 1) api.subscription()' },
    { kept: 'a name', more: "if (api === 1) api.ticks['subscribe']()" },
    { kept: 'a name of an untyped call', more: "const type = 'subscription'\nif (api === 1) api[type]()" },
    { kept: 'its option', options: { subscriptions: true } },
    { kept: 'no mini program', platform: 'h5' },
  ])('keeps subscriptions for $kept', async ({ more = '', options = {}, platform = 'mp-weixin' }) => {
    const { answers } = await run(await built(platform, hidden(more), options))
    expect(answers).toEqual([1])
  })

  it('keeps them in a library, whose callers it does not see', async () => {
    const libraryOf = async (options: UniTrpcOptions) => {
      const lib = { entry: 'program', formats: ['es' as const], fileName: 'library' }
      const result = await build({
        configFile: false,
        logLevel: 'silent',
        plugins: [
          entryOf(`export { createTRPCClient } from '@trpc/client'`),
          uniTrpc({ platform: 'mp-weixin', ...options }),
        ],
        build: { write: false, lib, rollupOptions: { input: 'program' } },
      })
      const [output] = Array.isArray(result) ? result : []
      return output?.output[0].code
    }
    const left = await Promise.all([libraryOf({}), libraryOf({ subscriptions: false })])
    expect(left.map((code) => code?.includes('No module subscribes'))).toEqual([false, true])
  })

  it('is needed: the same program without it fails before any request', async () => {
    const { answers } = await run(await built('h5'))
    const missing = [null, null, 'AbortController is not defined']
    expect(answers).toEqual([missing, missing, missing])
  })

  it('touches only @trpc’s modules, on Windows as elsewhere', () => {
    const names = 'new AbortController()'
    const trpc = [
      '/p/node_modules/@trpc/client/dist/index.mjs',
      '/p/node_modules/.pnpm/@trpc+server@11/node_modules/@trpc/server/dist/observable.mjs?v=1',
      'C:\\p\\node_modules\\@trpc\\client\\dist\\index.mjs',
    ]
    for (const id of trpc) {
      expect(transformed(names, id)).toMatchObject({
        code: expect.stringMatching(/^import .*;new AbortController\(\)$/) as unknown,
      })
      expect(transformed('let x', id)).toMatchObject({ code: 'let x', moduleSideEffects: false })
    }
    expect(transformed(names, '/p/src/page.ts')).toBeNull()
  })

  it('gives TanStack Query and the packages that an option names the same, and leaves alone what brings its own', () => {
    const names = 'export const made = new AbortController()'
    const given = "import { AbortController } from 'uni-trpc:abort-controller';"
    const options = { platform: 'mp-weixin', abortControllerFor: ['a.package', '@scope/other'] }
    const ids = [
      '/p/node_modules/@tanstack/query-core/build/modern/query.js',
      '/p/node_modules/.pnpm/a.package@1.0.0/node_modules/a.package/index.mjs?v=1',
      'C:\\p\\node_modules\\@scope\\other\\dist\\index.js',
    ]
    for (const id of ids) {
      expect(transformed(names, id, options)).toEqual({ code: given + names, map: null })
      for (const own of ['class AbortController {}', "import { made, AbortController } from './own.js'"]) {
        expect(transformed(`${own}\n${names}`, id, options)).toEqual({ code: `${own}\n${names}`, map: null })
      }
    }
    for (const id of [
      '/p/node_modules/aXpackage/index.js',
      '/p/node_modules/other/index.js',
      '/p/src/@scope/other/index.js',
    ]) {
      expect(transformed(names, id, options)).toBeNull()
    }
    expect(transformed(names, ids[1] ?? '')).toBeNull()
  })

  it('gives it to a CommonJS package, too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'uni-trpc-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const file = join(folder, 'node_modules', 'old-style', 'index.js')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, 'exports.make = function () { return new AbortController() }')
    const code = `import { make } from ${JSON.stringify(file)}; done(JSON.stringify([typeof make().abort, make().signal.aborted]))`
    const { answers, globals } = await run(await built('mp-weixin', code, { abortControllerFor: ['old-style'] }))
    expect(answers).toEqual(['function', false])
    expect(globals).toBe(absent)
  })

  it('shortens the helpers of @trpc/client, which do the same as before', async () => {
    const dist = fileURLToPath(new URL('../../../node_modules/@trpc/client/dist/', import.meta.url))
    const file = (await readdir(dist)).find((name) => /^objectSpread2-.*\.mjs$/.test(name)) ?? ''
    const { code } = Object(transformed(await readFile(dist + file, 'utf8'), dist + file)) as { code: string }
    expect(code.length).toBeLessThan(500)
    const [theirs, ours] = [
      await import(dist + file),
      await import(`data:text/javascript,${encodeURIComponent(code)}`),
    ] as Helpers[]
    for (const helpers of [theirs, ours]) {
      const spread = helpers?.t({}, { a: 1, b: 1 }, undefined, { b: 2 })
      const defined = helpers?.n({}, 'a', undefined) ?? {}
      expect([spread, Object.getOwnPropertyDescriptors(defined)]).toEqual([
        { a: 1, b: 2 },
        { a: { value: undefined, enumerable: true, configurable: true, writable: true } },
      ])
    }
  })

  it('writes Babel’s checks for null and undefined in short, and no others', () => {
    const id = '/p/node_modules/@trpc/client/dist/index.mjs'
    const short = (code: string) => (transformed(code, id) as { code: string }).code
    expect(short('a === null || a === void 0 ? void 0 : a.b')).toBe('a == null ? void 0 : a.b')
    expect(short('(_a$b = a.b(c)) === null || _a$b === void 0 || _a$b.call(a)')).toBe(
      '(_a$b = a.b(c)) == null || _a$b.call(a)',
    )
    expect(short('(_a = b) !== null && _a !== void 0 ? _a : {}')).toBe('(_a = b) != null ? _a : {}')
    expect(short('(_a$b = a.b) === null || _a$b === void 0 || _a$b.call(a, c)')).toBe('a.b == null || a.b(c)')
    expect(short('(_a$b = a.b) === null || _a$b === void 0 ? void 0 : _a$b.call(a)')).toBe(
      'a.b == null ? void 0 : a.b()',
    )
    const others = [
      'a === null || b === void 0',
      'a !== null && a.b !== void 0',
      '(a) === null || b === void 0',
      'ba === null || a === void 0',
    ]
    for (const other of others) expect(short(other)).toBe(other)
  })
})

interface Helpers {
  t: (target: object, ...sources: (object | undefined)[]) => object
  n: (object: object, key: string, value: unknown) => object
}

function transformed(code: string, id: string, options: UniTrpcOptions = { platform: 'mp-weixin' }): unknown {
  const { transform } = uniTrpc(options)
  if (typeof transform !== 'function') throw new Error('transform is a function')
  return Reflect.apply(transform, {}, [code, id])
}

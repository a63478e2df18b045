/** Builds a program with vite and runs it in a bare JavaScript realm: no AbortController, fetch, URL or process. */
import { fileURLToPath } from 'node:url'
import { createContext, Script } from 'node:vm'
import { build, type Plugin } from 'vite'
import { describe, expect, it } from 'vitest'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { serveTestRouter } from './testing/testServer.ts'
import { uniTrpc } from './vite.ts'

const program = `
import { createTRPCClient } from '@trpc/client'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
const api = createTRPCClient({ links: [uniLink({ url })] })
const refusal = (error) => [error.data && error.data.code, kindOf(error), error.message]
const calls = [api.greet.query('Ann'), api.add.mutate('x'), api.refused.query()]
Promise.all(calls.map((call) => call.catch(refusal))).then((answers) => done(JSON.stringify(answers)))
`

const link = fileURLToPath(new URL('.', import.meta.url))

/** Stands the program beside the link's own files. */
const entry: Plugin = {
  name: 'entry',
  resolveId: (id) => (id === 'program' ? `${link}program.js` : null),
  load: (id) => (id === `${link}program.js` ? program : null),
}

async function built(platform: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [entry, uniTrpc({ platform })],
    build: {
      write: false,
      target: 'es2015',
      modulePreload: false,
      rollupOptions: { input: 'program', output: { format: 'iife' } },
    },
  })
  if (Array.isArray(result) || !('output' in result)) throw new Error('one output was expected')
  return result.output[0].code
}

/** What the program says when it is done, and what the realm's global object holds then. */
async function run(code: string) {
  const server = await serveTestRouter()
  const { request } = createNodeRequest()
  const given = { setTimeout, uni: { request }, url: server.endpoint }
  const realm = createContext(given, { codeGeneration: { strings: false, wasm: false } })
  const said = await new Promise<string>((done) => {
    realm.done = done
    new Script(code).runInContext(realm)
  })
  await server.close()
  const globals: unknown = new Script('[typeof AbortController, typeof fetch, typeof URL, typeof process]').runInContext(realm)
  return { answers: JSON.parse(said) as unknown, globals: JSON.stringify(globals) }
}

const absent = JSON.stringify(['undefined', 'undefined', 'undefined', 'undefined'])

describe('uniTrpc', () => {
  it('lets a mini program call without web globals, and assigns none', async () => {
    const { answers, globals } = await run(await built('mp-weixin'))
    expect(answers).toEqual([{ greeting: 'hello Ann' }, { added: 'x' }, ['UNAUTHORIZED', null, 'not you']])
    expect(globals).toBe(absent)
  })

  it('is needed: the same program without it fails before any request', async () => {
    const { answers } = await run(await built('h5'))
    const missing = [null, null, 'AbortController is not defined']
    expect(answers).toEqual([missing, missing, missing])
  })

  it('touches only the @trpc modules that name AbortController, on Windows as elsewhere', () => {
    const { transform } = uniTrpc({ platform: 'mp-weixin' })
    if (typeof transform !== 'function') throw new Error('transform is a function')
    const changed = (code: string, id: string) => Reflect.apply(transform, {}, [code, id]) !== null
    const names = 'new AbortController()'
    expect(changed(names, '/p/node_modules/@trpc/client/dist/index.mjs')).toBe(true)
    expect(changed(names, '/p/node_modules/.pnpm/@trpc+server@11/node_modules/@trpc/server/dist/observable.mjs?v=1')).toBe(true)
    expect(changed(names, 'C:\\p\\node_modules\\@trpc\\client\\dist\\index.mjs')).toBe(true)
    expect(changed('let x', '/p/node_modules/@trpc/client/dist/index.mjs')).toBe(false)
    expect(changed(names, '/p/src/page.ts')).toBe(false)
  })
})

/** Subscriptions and uploads in a program built for mini programs, in a realm that has their globals and no others. */
import { fileURLToPath } from 'node:url'
import { createContext, Script } from 'node:vm'
import { initTRPC } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { build, type Plugin } from 'vite'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { createNodeSocket } from './testing/nodeSocket.ts'
import { createNodeUpload } from './testing/nodeUpload.ts'
import { createFeed, createSocketRouter, serveSockets } from './testing/socketServer.ts'
import { serve } from './testing/testServer.ts'
import { uniTrpc } from './vite.ts'

const program = `
  import { createTRPCClient } from '@trpc/client'
  import { uniSocketLink } from './socketLink.ts'
  import { upload } from './upload.ts'
  import { uniUploadLink } from './uploadLink.ts'
  const api = createTRPCClient({ links: [uniSocketLink({ url: urls.socket }), uniUploadLink({ url: urls.http })] })
  const said = []
  const tell = (word) => { if (said.push(word) === 4) done(JSON.stringify(said)) }
  api.three.subscribe('a', { onData: tell, onError: (error) => tell(String(error)) })
  upload(api.keep, { path: '/moon.png', fields: { title: 'moon' } }).then(tell, (error) => tell(String(error)))
`
const link = fileURLToPath(new URL('./', import.meta.url))

/** Stands the program beside the link's own files. */
const entry: Plugin = {
  name: 'entry',
  resolveId: (id) => (id === 'program' ? `${link}program.js` : null),
  load: (id) => (id === `${link}program.js` ? program : null),
}

async function built(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [entry, uniTrpc({ platform: 'mp-weixin' })],
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

it('need no WebSocket, URL, FormData, AbortController or other name that mini programs lack', async () => {
  const t = initTRPC.create()
  const router = t.router({
    keep: t.procedure.input(z.instanceof(FormData)).mutation(({ input }) => String(input.get('title'))),
  })
  const http = await serve(createHTTPHandler({ router, basePath: '/trpc/' }))
  const sockets = await serveSockets(createSocketRouter(createFeed()))
  const { connect, host } = createNodeSocket()
  const { upload } = createNodeUpload({ files: { '/moon.png': 'moon' } })
  const uni = { ...host, connectSocket: connect, uploadFile: upload }
  const urls = { socket: sockets.url, http: `${http.url}/trpc` }
  const realm = createContext(
    { setTimeout, clearTimeout, uni, urls },
    { codeGeneration: { strings: false, wasm: false } },
  )
  const code = await built()
  const said = await new Promise<string>((done) => {
    realm.done = done
    new Script(code).runInContext(realm)
  })
  expect((JSON.parse(said) as string[]).sort()).toEqual(['a 1', 'a 2', 'a 3', 'moon'])
  const absent = new Script('typeof WebSocket + typeof URL + typeof FormData + typeof AbortController').runInContext(
    realm,
  ) as string
  expect(absent).toBe('undefined'.repeat(4))
  await Promise.all([http.close(), sockets.close()])
})

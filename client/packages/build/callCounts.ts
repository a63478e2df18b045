/**
 * How many functions one query runs on the phone's main thread, counted by V8 in code that is built as for a phone: the
 * same on every machine. What tRPC's client runs by itself is told by a link that answers at once, and is taken off.
 * https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#method-startPreciseCoverage
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Session } from 'node:inspector/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createNodeRequest, type RequestEsque } from 'uni-trpc-link/testing'
import { z } from 'zod'
import { builtCode } from './weigh.ts'

/** Makes a client, and answers what asks through it. */
type Open = (url: string, request: RequestEsque) => () => Promise<unknown>

const open = (links: string) =>
  `import { createTRPCClient } from '@trpc/client'
   export const open = (url, request) => {
     const api = createTRPCClient({ links: [${links}] })
     return () => api.user.me.query()
   }`
const claims = Buffer.from(JSON.stringify({ sid: 'session', iat: 1, exp: 2 })).toString('base64url')
const kept = { state: 'signed-in', token: `h.${claims}.s`, diesAt: Number.MAX_SAFE_INTEGER, ahead: 0 }

const alone = `import { observable } from '@trpc/server/observable'
   const answer = { result: { type: 'data', data: 'alice' } }
   ${open(`() => () => observable((observer) => { observer.next(answer); observer.complete() })`)}`
const clients = {
  httpBatchLink: `import { httpBatchLink } from '@trpc/client'; ${open(`httpBatchLink({ url })`)}`,
  uniLink: `import { uniLink } from './packages/link/uniLink.ts'; ${open(`uniLink({ url, request })`)}`,
  'createUniClient, signed in': `import { createUniClient } from './packages/session/createUniClient.ts'
   const storage = { read: () => (${JSON.stringify(kept)}), write() {} }
   export const open = (url, request) => {
     const { api } = createUniClient({ url, request, storage, login: () => Promise.reject(new Error('no need')) })
     return () => api.user.me.query()
   }`,
}

/** Calls of functions for one query, beyond what tRPC's client runs by itself. */
export async function countCalls(): Promise<Record<keyof typeof clients, number>> {
  const server = createServer((_request, response) => response.end('[{"result":{"data":"alice"}}]'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/trpc`
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-calls-'))
  const callsWith = async (name: string, code: string): Promise<number> => {
    const file = join(folder, `${name}.mjs`)
    writeFileSync(file, await builtCode(code, 'mp-weixin'))
    const given = z.object({ open: z.custom<Open>((value) => typeof value === 'function') })
    const query = given.parse(await import(pathToFileURL(file).href)).open(url, createNodeRequest().request)
    // What runs once for each client is no part of a call.
    await query()
    return callsIn(file, query)
  }
  try {
    const ofTrpc = await callsWith('alone', alone)
    const beyond = async (name: keyof typeof clients) => (await callsWith(name, clients[name])) - ofTrpc
    return {
      httpBatchLink: await beyond('httpBatchLink'),
      uniLink: await beyond('uniLink'),
      'createUniClient, signed in': await beyond('createUniClient, signed in'),
    }
  } finally {
    server.close()
    server.closeAllConnections()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function callsIn(file: string, work: () => Promise<unknown>): Promise<number> {
  const inspector = new Session()
  inspector.connect()
  await inspector.post('Profiler.enable')
  await inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await inspector.post('Profiler.takePreciseCoverage')
  await work()
  // What is done after the answer is work, too.
  await new Promise((resolve) => setTimeout(resolve, 20))
  const { result } = await inspector.post('Profiler.takePreciseCoverage')
  inspector.disconnect()
  const functions = result.find(({ url }) => url === pathToFileURL(file).href)?.functions ?? []
  return functions.reduce((sum, { ranges: [whole] }) => sum + (whole?.count ?? 0), 0)
}

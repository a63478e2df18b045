/**
 * The two files of docs/going-live.md, run by the machine's own nginx and Caddy, and compose.yaml's lines for Caddy.
 */
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createWorld, type World } from '../testing/world.ts'
import { openEdge, type Edge } from '../testing/openEdge.ts'
import { block, compress, goingLive, proxyFiles, read } from '../testing/proxyFiles.ts'
import { isMissing, startProxy, type Program, type RunningProxy } from '../testing/startProxy.ts'

let world: World
let edge: Edge
let connections: Socket[]
let proxy: RunningProxy
const clients: WebSocket[] = []
beforeEach(async () => {
  world = await createWorld()
  edge = await openEdge(world)
  connections = []
  edge.server.on('connection', (socket: Socket) => connections.push(socket))
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate()
  await proxy.stop()
  await edge.stop()
  await world.close()
})

const json = { 'content-type': 'application/json' }
const check = () => fetch(`${proxy.origin}/trpc/auth.check`, { method: 'POST', headers: json })

/** How the story came, in as many parts as were heard one by one. */
async function story(): Promise<{ parts: number; response: Response }> {
  const response = await fetch(`${proxy.origin}/trpc/demo.story?batch=1`, {
    method: 'POST',
    headers: { ...json, 'trpc-accept': 'application/jsonl', 'accept-encoding': 'gzip' },
    body: JSON.stringify({ 0: { language: 'en' } }),
  })
  let parts = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) parts++
  return { parts, response }
}

describe.each<'nginx' | 'caddy'>(['nginx', 'caddy'])(
  'behind %s with the file of docs/going-live.md',
  (program: Program & ('nginx' | 'caddy')) => {
    describe.skipIf(isMissing(program))('which is on this machine', () => {
      const start = async (more = '') =>
        void (proxy = await startProxy(program, (port) => proxyFiles[program](port, edge.port, more)))

      it('a stream comes word by word, with compression on', async () => {
        await start(compress[program])
        const { parts, response } = await story()
        expect(parts).toBeGreaterThan(15)
        expect(response.headers.get('cache-control')).toBe('no-store, no-transform')
        expect(
          (await fetch(`${proxy.origin}/openapi.json`, { headers: { 'accept-encoding': 'gzip' } })).headers.get(
            'content-encoding',
          ),
        ).toBe('gzip')
      })

      it('calls one after another share a connection, which the server keeps longer than the proxy', async () => {
        await start()
        for (let times = 0; times < 20; times++) expect((await check()).status).toBe(401)
        // Caddy takes a connection back a moment after the answer, and a call that comes sooner has another.
        expect(connections.length).toBeLessThanOrEqual(2)
        const kept = /Keep-Alive: timeout=(\d+)/i.exec(await edge.send('GET /livez HTTP/1.1\r\nhost: a\r\n\r\n'))?.[1]
        expect(Number(kept)).toBeGreaterThan(60)
      })

      it('a picture that is too large, and for nginx’s own limit too, is refused by the server in its sentence', async () => {
        await start()
        const form = new FormData()
        form.append('file', new Blob([new Uint8Array(3 * 1024 * 1024)]), 'me.png')
        const answer = await fetch(`${proxy.origin}/trpc/user.avatar`, { method: 'POST', body: form })
        expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('PICTURE_INVALID')])
      })

      it('an upgrade with a Host that is no host ends nothing', async () => {
        await start()
        const upgrade = (host: string) =>
          new Promise<number | undefined>((resolve) => {
            const client = new WebSocket(`${proxy.origin.replace('http', 'ws')}/trpc`, { headers: { host } })
            clients.push(client)
            client
              .on('error', () => resolve(0))
              .on('open', () => resolve(101))
              .on('unexpected-response', (_request, { statusCode }) => resolve(statusCode))
          })
        for (const host of ['x:99999', '.1', '1.1.1.1.1']) expect(await upgrade(host)).toBeLessThan(500)
        expect((await check()).status).toBe(401)
      })

      it('subscriptions pass', async () => {
        await start()
        const { token } = await world.caller().auth.login({ code: await world.code() })
        const client = new WebSocket(`${proxy.origin.replace('http', 'ws')}/trpc`, {
          headers: { authorization: `Bearer ${token}` },
        })
        clients.push(client)
        const heard = new Promise<string>((resolve) => client.on('message', (data) => resolve(String(data))))
        client.on('open', () =>
          client.send(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'auth.events' } })),
        )
        expect(JSON.parse(await heard)).toEqual({ id: 1, result: { type: 'started' } })
      })
    })
  },
)

it('both languages have the same files, and compose’s Caddy closes idle connections before the nodes do, too', () => {
  for (const language of ['nginx', 'caddyfile'])
    expect(block('docs/going-live.zh-CN.md', language)).toBe(block(goingLive, language))
  expect(block(goingLive, 'nginx')).toContain('client_max_body_size')
  expect(read('compose.yaml')).toMatch(/reverse_proxy [^}]*transport http \{\s*keepalive 60s/)
})

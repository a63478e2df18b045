import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { inTurn } from './inTurn.ts'

const answerBytes = 16 * 1024 * 1024
/** What the kernel keeps of a connection can be more than one answer. */
const few = 3
let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** A server that counts the answers it began, and what it read. */
async function open() {
  const begun: string[] = []
  const connections: Socket[] = []
  server = createServer(
    inTurn((request, response) => {
      begun.push(request.url ?? '')
      request.resume()
      request.on('end', () =>
        response.end(request.url === '/large' ? Buffer.alloc(answerBytes, 'x') : `answer ${request.url}`),
      )
    }).listener,
  )
  server.on('connection', (socket) => connections.push(socket))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const client = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1').on(
    'error',
    () => undefined,
  )
  await once(client, 'connect')
  return { client, begun, read: () => connections[0]?.bytesRead ?? 0 }
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`

/** Until this has been the same for so many turns of the event loop. */
async function still(value: () => number): Promise<void> {
  for (let last = -1, same = 0; same < 2000; same = value() === last ? same + 1 : 0) {
    last = value()
    await turn()
  }
}

describe('requests that are sent before answers are read', () => {
  it('have one answer made at a time, and no more are read while some wait', async () => {
    const { client, begun, read } = await open()
    client.pause()
    const offered = get('/large').repeat(200_000)
    client.write(offered)
    await still(read)
    expect(begun.length).toBeLessThanOrEqual(few)
    expect(read()).toBeLessThan(offered.length / 4)
  })

  it('are all answered, in their order, as they are read', async () => {
    const { client, begun } = await open()
    const paths = Array.from({ length: 500 }, (_, index) => `/${index}`)
    let heard = ''
    client.on('data', (chunk) => (heard += String(chunk)))
    client.write(
      `${paths.map(get).join('')}POST /body HTTP/1.1\r\nhost: a\r\ncontent-length: 200000\r\n\r\n${'b'.repeat(200_000)}${get('/last')}`,
    )
    await expect.poll(() => heard).toContain('answer /last')
    expect([...heard.matchAll(/answer (\S+?)(?=HTTP|$)/g)].map(([, path]) => path)).toEqual([
      ...paths,
      '/body',
      '/last',
    ])
    expect(begun).toHaveLength(502)
  })

  it('are forgotten with a client that goes away', async () => {
    const { client, begun } = await open()
    client.pause()
    client.write(get('/large').repeat(50))
    await expect.poll(() => begun.length).toBeGreaterThan(0)
    const gone = once(server, 'connection').then(([socket]: Socket[]) => socket)
    client.destroy()
    const next = connect((server.address() as { port: number }).port, '127.0.0.1')
    await gone
    next.write(get('/next').replace('host', 'connection: close\r\nhost'))
    await once(next.resume(), 'close')
    expect(begun.at(-1)).toBe('/next')
    expect(begun.length).toBeLessThanOrEqual(few + 1)
  })
})

/** What the sending does by itself; what it does to an exchange with WeChat, wechat.test.ts says. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from 'vitest'
import { createHttpFetch } from './httpFetch.ts'

let server: Server | null = null
afterEach(() => new Promise<void>((closed) => (server ? server.close(() => closed()) : closed())))

async function serve(answer: RequestListener): Promise<string> {
  const listening = createServer(answer)
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const address = listening.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

const fetch = createHttpFetch()

it('sends a text whole and with its headers, and asks for no second request on the connection', async () => {
  const base = await serve((request, response) => {
    const {
      method,
      url,
      headers: { connection, 'content-type': type },
    } = request
    void text(request).then((body) => response.end(JSON.stringify({ method, url, connection, type, body })))
  })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${base}/path?a=1`, { method: 'POST', headers, body: '{"name":"微信"}' })
  expect(await answer.json()).toEqual({
    method: 'POST',
    url: '/path?a=1',
    connection: 'close',
    type: 'application/json',
    body: '{"name":"微信"}',
  })
})

it.each([204, 304])('takes %i, which has no body', async (status) => {
  const base = await serve((_, response) => response.writeHead(status).end())
  const answer = await fetch(base)
  expect([answer.status, await answer.text()]).toEqual([status, ''])
})

it('follows no redirect', async () => {
  const base = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('there'))
  const answer = await fetch(base)
  expect([answer.status, await answer.text()]).toEqual([302, 'there'])
})

it('rejects where the status is none, and where the answer is cut', async () => {
  const odd = await serve((_, response) => response.writeHead(999).end('odd'))
  await expect(fetch(odd)).rejects.toThrow(RangeError)
  server?.closeAllConnections()
  server?.close()
  const cut = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 9 }).write('half')
    setImmediate(() => response.destroy())
  })
  await expect(fetch(cut).then((answer) => answer.text())).rejects.toThrow()
})

it('ends the connection when the reader leaves, and when the signal says so', async () => {
  let closed = 0
  const base = await serve((_, response) => {
    response.on('close', () => closed++)
    response.writeHead(200).write('more follows')
  })
  const connectionsClosed = async (count: number): Promise<void> => {
    while (closed < count) await new Promise((resolve) => setImmediate(resolve))
  }
  await (await fetch(base)).body?.cancel()
  await connectionsClosed(1)
  const controller = new AbortController()
  const reading = (await fetch(base, { signal: controller.signal })).text()
  controller.abort()
  await expect(reading).rejects.toThrow()
  await connectionsClosed(2)
})

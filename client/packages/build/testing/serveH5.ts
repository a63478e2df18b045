/** Serves a built H5 preview with the API behind it at the same origin, as a web server in front of both would. */
import type { IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { proxy } from 'hono/proxy'

export interface ServedH5 {
  readonly origin: string
  close(): void
}

/** @param api the API's origin */
export function serveH5(folder: string, api: string): Promise<ServedH5> {
  const app = new Hono()
  app.on(['GET', 'POST'], ['/trpc/*', '/sandbox/*', '/avatars/*'], (c) => {
    const { pathname, search } = new URL(c.req.url)
    return proxy(`${api}${pathname}${search}`, c.req.raw)
  })
  app.use(serveStatic({ root: folder }))
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      resolve({ origin: `http://127.0.0.1:${port}`, close: () => server.close() }),
    )
    // Sockets, byte for byte.
    server.on('upgrade', ({ method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer) => {
      const behind = connect(Number(new URL(api).port), new URL(api).hostname)
      const lines = rawHeaders.map((part, index) => part + (index % 2 === 0 ? ': ' : '\r\n')).join('')
      behind.write(`${method} ${url} HTTP/1.1\r\n${lines}\r\n`)
      behind.write(head)
      behind.pipe(socket).pipe(behind)
      behind.on('error', () => socket.destroy())
      socket.on('error', () => behind.destroy())
    })
  })
}

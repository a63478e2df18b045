/** Serves a built H5 preview with the API behind it at the same origin, as a web server in front of both would. */
import type { AddressInfo } from 'node:net'
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
  app.on(['GET', 'POST'], ['/trpc/*', '/sandbox/*'], (c) => {
    const { pathname, search } = new URL(c.req.url)
    return proxy(`${api}${pathname}${search}`, c.req.raw)
  })
  app.use(serveStatic({ root: folder }))
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      resolve({ origin: `http://127.0.0.1:${port}`, close: () => server.close() }),
    )
  })
}

import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import { listen } from './peer.ts'
import { router } from './router.ts'

const app = new Hono()
app.all('/trpc/*', ({ req: { raw: req } }) => {
  const createContext = () => ({ authorization: req.headers.get('authorization') ?? undefined })
  return fetchRequestHandler({ endpoint: '/trpc', req, router, createContext, allowMethodOverride: true })
})
const listener = getRequestListener(app.fetch)
listen(createServer((incoming, outgoing) => void listener(incoming, outgoing)))

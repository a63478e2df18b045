import type { AddressInfo } from 'node:net'
import { fastifyTRPCPlugin, type CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'
import fastify from 'fastify'
import { ready } from './peer.ts'
import { router } from './router.ts'

const app = fastify()
const createContext = ({ req }: CreateFastifyContextOptions) => ({ authorization: req.headers.authorization })
await app.register(fastifyTRPCPlugin, {
  prefix: '/trpc',
  trpcOptions: { router, createContext, allowMethodOverride: true },
})
await app.listen({ port: 0, host: '127.0.0.1' })
ready((app.server.address() as AddressInfo).port)

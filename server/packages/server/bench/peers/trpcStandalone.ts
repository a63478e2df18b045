import { createHTTPServer } from '@trpc/server/adapters/standalone'
import { listen } from './peer.ts'
import { router } from './router.ts'

const createContext = ({ req }: { req: { headers: { authorization?: string | undefined } } }) => ({
  authorization: req.headers.authorization,
})
listen(createHTTPServer({ router, createContext, basePath: '/trpc/', allowMethodOverride: true }))

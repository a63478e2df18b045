import { createServer } from 'node:http'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import express from 'express'
import { listen } from './peer.ts'
import { router } from './router.ts'

const app = express()
const createContext = ({ req }: { req: express.Request }) => ({ authorization: req.headers.authorization })
app.use('/trpc', createExpressMiddleware({ router, createContext, allowMethodOverride: true }))
listen(createServer(app))

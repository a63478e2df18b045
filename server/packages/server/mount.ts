/** The API inside of a Node server that is there already, beside what that server does. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './http/app.ts'
import { readEnv } from './settings/env.ts'
import { createLog } from './observability/log.ts'
import { openServices } from './services.ts'
import type { App } from './serve.ts'
import { createApi } from './trpc/api.ts'

const hourMs = 3_600_000
const ours = /^\/(?:trpc|prefetch|avatars|livez|readyz|metrics|openapi\.json)(?=[/?]|$)/

export interface Mounted {
  /** Whether this URL of a request is the API's; the rest is the host's. */
  serves(url: string | undefined): boolean
  /** Answers a request of the API's. It must come before every body parser, for a body can be read once. */
  listener(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** HOST and PORT of the environment, for the host to listen on. */
  readonly host: string
  readonly port: number
  /** To be called once the host's server has closed. */
  close(): Promise<void>
}

/**
 * Opens what the API needs, by the same environment as `npm start`. Subscriptions are not part of it: they come over
 * WebSocket, which needs the host's HTTP server.
 *
 * @throws {EnvError} with every problem of the environment
 */
export async function mount({ router, data }: App): Promise<Mounted> {
  const settings = readEnv()
  const log = createLog()
  const api = createApi(router)
  const services = await openServices(settings, { api, data, log })
  const app = createApp({ api, services, settings, log })
  const prune = () => void services.prune().catch((err: unknown) => log.error({ err }, 'pruning failed'))
  const pruning = setInterval(prune, hourMs).unref()
  const listener = getRequestListener(app.fetch)
  return {
    serves: (url = '') => ours.test(url),
    listener: async (request, response) => void (await listener(request, response)),
    host: settings.host,
    port: settings.port,
    async close() {
      clearInterval(pruning)
      await services.close()
    },
  }
}

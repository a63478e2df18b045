/** WeChat's stand-in on a port of its own, which outlives the servers that are killed. */
import { createServer, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createSandbox } from 'uni-trpc-auth/sandbox'
import { z } from 'zod'
import { secret } from '../../testing/secrets.ts'

export type StandIn = Awaited<ReturnType<typeof openStandIn>>

/** In place of WeChat's answer. */
export type Trouble = (outgoing: ServerResponse) => void

/** A path of nobody's, to which a redirect may point. */
export const elsewhere = '/elsewhere'

const coded = z.object({ code: z.string() })

export async function openStandIn() {
  const apps = new Map([['wxkills', secret('app')]])
  const sandbox = createSandbox({ apps })
  const answer = getRequestListener((request) => sandbox.fetch(request))
  let trouble: Trouble | null = null
  let strays = 0
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => undefined)
    if (incoming.url?.startsWith(elsewhere)) strays++
    if (trouble) trouble(outgoing)
    else void answer(incoming, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const code = async (path: string) =>
    coded.parse(await (await sandbox.fetch(new Request(`http://sandbox${path}`))).json()).code
  return {
    /** What a server needs to know of it. */
    environment: {
      WECHAT_APPS: [...apps].map((pair) => pair.join(':')).join(),
      WECHAT_API_BASE: `http://127.0.0.1:${port}`,
    },
    code: (person: string) => code(`/login-code?user=${person}`),
    phoneCode: (person: string, phone: string) => code(`/phone-code?user=${person}&phone=${phone}`),
    /** From now on, until null is given. */
    fail: (how: Trouble | null) => void (trouble = how),
    /** How many requests went to `elsewhere`. */
    strays: () => strays,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

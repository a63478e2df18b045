/** WeChat's stand-in on a port of its own, which outlives the servers that are killed. */
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createSandbox } from 'uni-trpc-auth/sandbox'
import { z } from 'zod'
import { secret } from '../../testing/secrets.ts'

export type StandIn = Awaited<ReturnType<typeof openStandIn>>

const coded = z.object({ code: z.string() })

export async function openStandIn() {
  const apps = new Map([['wxkills', secret('app')]])
  const sandbox = createSandbox({ apps })
  const answer = getRequestListener((request) => sandbox.fetch(request))
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
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
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

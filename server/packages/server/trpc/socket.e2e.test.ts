import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTRPCClient, type TRPCClient } from '@trpc/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeRequest, createNodeSocket, hear, until } from 'uni-trpc-link/testing'
import { uniLink, uniSocketLink } from 'uni-trpc-link'
import { sharedPostgres, type SharedPostgres } from '../testing/sharedPostgres.ts'
import { startDevServer } from 'uni-trpc-build/testing'
import { testEnvironment, type RunningServer } from '../testing/startServer.ts'
import type { AppRouter } from '../../../procedures/router.ts'

function clientOf({ origin }: RunningServer) {
  const kept = { token: '' }
  const phone = createNodeSocket()
  const api: TRPCClient<AppRouter> = createTRPCClient<AppRouter>({
    links: [
      uniSocketLink({ url: `${origin.replace('http', 'ws')}/trpc`, ...phone, connectionParams: () => kept }),
      uniLink({
        url: `${origin}/trpc`,
        request: createNodeRequest().request,
        methodOverride: 'POST',
        headers: () => (kept.token ? { authorization: `Bearer ${kept.token}` } : {}),
      }),
    ],
  })
  return { api, kept, phone }
}

const ended = (told: unknown[]) => told.filter((item) => JSON.stringify(item).includes('ended'))

describe.each(['SQLite', 'PostgreSQL'] as const)('auth.events, on the port of all else, on two nodes of %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
  let environment = testEnvironment(join(folder, 'test.db'))
  let postgres: SharedPostgres | undefined
  let node: RunningServer
  let other: RunningServer

  beforeAll(async () => {
    postgres = kind === 'PostgreSQL' ? await sharedPostgres() : undefined
    if (postgres) environment = { ...environment, DATABASE_URL: await postgres.createDatabase() }
    node = await startDevServer(environment)
    other = await startDevServer(environment)
  })
  afterAll(async () => {
    await Promise.all([node.stop(), other.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  async function code(): Promise<string> {
    // Each process has a sandbox of its own, which alone knows its codes.
    const answer: { code: string } = JSON.parse(
      await (await fetch(`${node.origin}/sandbox/login-code?user=alice`)).text(),
    )
    return answer.code
  }

  it('B13: a sign-out on another node ends the socket within seconds, and says why', async () => {
    const [here, there] = [clientOf(node), clientOf(other)]
    here.kept.token = there.kept.token = (await here.api.auth.login.mutate({ code: await code() })).token
    const heard = hear((callbacks) => here.api.auth.events.subscribe(undefined, callbacks))
    await until(() => heard.told.includes('started'))
    await there.api.auth.logout.mutate({ scope: 'this' })
    await until(() => heard.told.includes('complete'))
    expect(heard.told.slice(3)).toEqual(['started', { type: 'ended', reason: 'signed-out' }, 'stopped', 'complete'])
    const again = hear((callbacks) => here.api.auth.events.subscribe(undefined, callbacks))
    await until(() => JSON.stringify(again.told).includes('failed'))
    expect(ended(again.told)).toHaveLength(1)
  })

  it('a phone whose socket was cut in the background hears of the end when it is back', async () => {
    const { api, kept, phone } = clientOf(node)
    kept.token = (await api.auth.login.mutate({ code: await code() })).token
    const heard = hear((callbacks) => api.auth.events.subscribe(undefined, callbacks))
    await until(() => heard.told.includes('started'))
    phone.hide()
    phone.cut('silent')
    await api.auth.logout.mutate({ scope: 'this' })
    phone.show()
    await until(() => JSON.stringify(heard.told).includes('failed'))
    expect(heard.told.at(-1)).toMatchObject({ failed: expect.stringContaining('ended') as unknown })
  })

  it('I90: a server that stops closes its sockets and exits with 0', async () => {
    const third = await startDevServer(environment)
    const { api, kept } = clientOf(node)
    const { token } = await api.auth.login.mutate({ code: await code() })
    const leaving = clientOf(third)
    kept.token = leaving.kept.token = token
    const heard = hear((callbacks) => leaving.api.auth.events.subscribe(undefined, callbacks))
    await until(() => heard.told.includes('started'))
    expect(await third.stop()).toBe(0)
    await until(() => JSON.stringify(heard.told.at(-1)).includes('connecting'))
    heard.unsubscribe()
  })

  it('H79: holds no token, and the cut sockets are no faults', () => {
    for (const output of [node.output(), other.output()]) {
      expect(output).not.toMatch(/eyJ[\w-]+\./)
      expect(output).not.toContain('"msg":"fault"')
    }
  })
})

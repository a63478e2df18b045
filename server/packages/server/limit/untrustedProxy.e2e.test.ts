import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isMissing, startProxy, type RunningProxy } from '../testing/startProxy.ts'
import { startDevServer } from 'uni-trpc-build/testing'
import { testEnvironment, type RunningServer } from '../testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** compose.yaml's proxy in front of one node, with a certificate from nobody. */
function composed(port: number, upstream: string): string {
  const [, caddyfile = ''] =
    /content: \|\n([^]*?)\n\nvolumes:/.exec(
      readFileSync(new URL('../../../../compose.yaml', import.meta.url), 'utf8'),
    ) ?? []
  return caddyfile.replace('{$$SITE_ADDRESS}', `http://127.0.0.1:${port}`).replace('node-a:3000 node-b:3000', upstream)
}

const status = async (origin: string, code: string, from: string): Promise<number> => {
  // The test is the balancer: it says whom it heard, and Caddy adds the balancer.
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': `${from}, 10.0.0.9` }
  return (await fetch(`${origin}/trpc/auth.login`, { method: 'POST', headers, body: JSON.stringify({ code }) })).status
}
const codeFor = async ({ origin }: RunningServer, person: string): Promise<string> => {
  const answer: { code: string } = JSON.parse(await (await fetch(`${origin}/sandbox/login-code?user=${person}`)).text())
  return answer.code
}
const guesses = (origin: string, from: string) =>
  Promise.all(Array.from({ length: 70 }, (_none, index) => status(origin, `guess-${from}-${index}`, from)))

describe.skipIf(isMissing('caddy'))('behind Caddy', () => {
  const run = async (name: string, environment: Record<string, string>) => {
    const server = await startDevServer({ ...testEnvironment(join(folder, `${name}.db`)), ...environment })
    const proxy = await startProxy('caddy', (port) => composed(port, new URL(server.origin).host))
    return { server, proxy }
  }
  let server: RunningServer
  let proxy: RunningProxy
  const stop = () => Promise.all([server.stop(), proxy.stop()])

  describe.each([
    ['unset', {}],
    ['naming Caddy, but not the balancer in front of it', { TRUSTED_PROXIES: '127.0.0.1' }],
  ])('with TRUSTED_PROXIES %s', (name, environment) => {
    beforeAll(async () => void ({ server, proxy } = await run(name.slice(0, 5), environment)))
    afterAll(stop)

    it('one stranger’s guesses shut nobody else out, and the log tells once why to set it', async () => {
      expect((await guesses(proxy.origin, '203.0.113.6')).filter((code) => code === 429).length).toBeGreaterThanOrEqual(
        10,
      )
      expect(await status(proxy.origin, await codeFor(server, 'alice'), '203.0.113.7')).toBe(200)
      expect(await status(proxy.origin, await codeFor(server, 'bob'), '203.0.113.6')).toBe(429)
      expect(server.output().match(/set TRUSTED_PROXIES/g)).toHaveLength(1)
    })
  })

  describe('with a balancer in front, both trusted as compose.yaml asks for', () => {
    beforeAll(async () => void ({ server, proxy } = await run('trusted', { TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' })))
    afterAll(stop)

    it('each phone that the balancer names is counted by itself', async () => {
      expect((await guesses(proxy.origin, '203.0.113.6')).filter((code) => code === 429).length).toBeGreaterThanOrEqual(
        10,
      )
      expect(await status(proxy.origin, await codeFor(server, 'alice'), '203.0.113.7')).toBe(200)
      expect(server.output()).not.toContain('set TRUSTED_PROXIES')
    })
  })
})

import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isMissing, startProxy } from './startProxy.ts'

let server: Server
let upstream: string
beforeAll(async () => {
  server = createServer((request, response) => response.end(`answered ${request.url}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  upstream = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => void server.close())

describe.skipIf(isMissing('nginx'))('nginx of this machine', () => {
  it('is started with a configuration, passes on, and is stopped', async () => {
    const proxy = await startProxy(
      'nginx',
      (port) => `server { listen 127.0.0.1:${port}; location / { proxy_pass http://${upstream}; } }`,
    )
    expect(await (await fetch(`${proxy.origin}/a`)).text()).toBe('answered /a')
    await proxy.stop()
    await expect(fetch(proxy.origin)).rejects.toThrow()
  })

  it('says why it does not start', async () => {
    await expect(startProxy('nginx', () => 'nonsense;')).rejects.toThrow(/nginx does not start:[^]*nonsense/)
  })
})

describe.skipIf(isMissing('caddy'))('Caddy of this machine', () => {
  it('is started with a configuration, passes on, and is stopped', async () => {
    const proxy = await startProxy('caddy', (port) => `http://127.0.0.1:${port} {\n reverse_proxy ${upstream}\n}`)
    expect(await (await fetch(`${proxy.origin}/b`)).text()).toBe('answered /b')
    await proxy.stop()
    await expect(fetch(proxy.origin)).rejects.toThrow()
  })
})

describe.skipIf(isMissing('pgbouncer'))('PgBouncer of this machine', () => {
  it('is started with a configuration, also by root, and is stopped', async () => {
    const proxy = await startProxy('pgbouncer', (port) =>
      [
        '[databases]',
        '* = host=127.0.0.1 port=1',
        '[pgbouncer]',
        'listen_addr = 127.0.0.1',
        `listen_port = ${port}`,
        'unix_socket_dir =',
        'auth_type = any',
      ].join('\n'),
    )
    expect(proxy.output()).toContain('listening on')
    await proxy.stop()
    expect(proxy.output()).toMatch(/SIGTERM|fast exit/)
  })
})

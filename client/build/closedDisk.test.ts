import { resolve } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closedDisk } from './closedDisk.ts'
import { clientDir, repository } from './repository.ts'

let server: ViteDevServer
let origin = ''

/** A development server as ours, without uni-app. */
beforeAll(async () => {
  server = await createServer({
    configFile: false,
    root: clientDir,
    logLevel: 'silent',
    plugins: [closedDisk([clientDir])],
    server: { port: 0, host: '127.0.0.1', fs: { strict: true, allow: [clientDir] }, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    cacheDir: resolve(repository, 'node_modules/.vite/closed-disk'),
  })
  await server.listen()
  origin = server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''
})

afterAll(() => server.close())

const root = repository.replaceAll('\\', '/').replace(/^\/?/, '/')

it.each([
  [`/@fs${root}/package.json`],
  [`/@fs${root}/package.json?raw`],
  [`/@fs${root}/package.json?raw??`],
  [`/@fs${root}/package.json?import&raw??`],
  [`/@fs${root}/package.json?import&url&inline`],
  [`${root}/package.json?import&raw`],
  [`/@id/${root}/package.json?import&raw`],
  [`/@fs${root}/client/%2e%2e/package.json?import&raw`],
  [`/@fs${root}/package%2ejson?import&raw`],
  ['/%zz'],
])('refuses %s', async (path) => {
  const response = await fetch(`${origin}${path}`)
  expect(response.status).toBe(403)
  expect(await response.text()).not.toContain('devDependencies')
})

it.each([['/main.ts'], ['/App.vue?import&raw'], [`/@fs${root}/client/apiOrigin.ts`]])('serves %s', async (path) => {
  const response = await fetch(`${origin}${path}`)
  expect(response.status).toBe(200)
})

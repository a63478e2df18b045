import { expect, it } from 'vitest'
import { packageOf } from './bundledPackages.ts'

it('a module belongs to the innermost package that its path names, on every system', () => {
  expect(packageOf('/home/me/app/node_modules/@trpc/server/src/index.ts')).toBe('@trpc/server')
  expect(packageOf('/app/node_modules/prom-client/node_modules/tdigest/tdigest.js?commonjs-es-import')).toBe('tdigest')
  expect(packageOf('\0C:\\app\\node_modules\\@hono\\node-server\\dist\\index.mjs')).toBe('@hono/node-server')
  expect(packageOf('/home/me/app/server/main.ts')).toBeNull()
})

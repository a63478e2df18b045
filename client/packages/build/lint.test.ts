/** The linter really holds the directions between the rooms: forbidden code in a real file's place is refused. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { ESLint } from 'eslint'
import { expect, it, onTestFinished } from 'vitest'
import { repository } from './repository.ts'

const eslint = new ESLint({ cwd: repository })

/** The rules broken by `code` if it stood in `path`: a file, or any file of that folder. */
async function broken(path: string, code: string): Promise<string[]> {
  const filePath = /\.(ts|vue)$/.test(path) ? resolve(repository, path) : resolve(repository, path, anyFileOf(path))
  const [result] = await eslint.lintText(code, { filePath, warnIgnored: true })
  if (!result) throw new Error(`${path} is not linted`)
  return result.messages.map(({ ruleId, message }) => ruleId ?? message)
}

function anyFileOf(folder: string): string {
  const names = readdirSync(resolve(repository, folder))
  const name = names.find((candidate) => /^[^.]+\.ts$/.test(candidate))
  if (name === undefined) throw new Error(`${folder} holds no TypeScript file`)
  return name
}

const imports = '@typescript-eslint/no-restricted-imports'
const globals = 'no-restricted-globals'
const syntax = 'no-restricted-syntax'

it.each([
  ['shared', "export { x } from '../server/env.ts'", imports],
  ['shared', "export { x } from 'node:fs'", imports],
  ['server/packages/server/store', "export { createWeChat } from 'uni-trpc-auth'", imports],
  ['server/packages/server/store', "export { x } from '../trpc/handler.ts'", imports],
  ['server/packages/server/http/app.ts', "export { createSandbox } from 'uni-trpc-auth/sandbox'", imports],
  ['server/packages/server/database', "export { x } from '../store/tables.ts'", imports],
  ['server/main.ts', "export { x } from './packages/server/store/store.ts'", imports],
  ['server/main.ts', "export { x } from 'uni-trpc-server/store/store.ts'", imports],
  ['client/main.ts', "export { x } from './packages/link/uniLink.ts'", imports],
  ['server/packages/server/store', "export { TRPCError } from '@trpc/server'", imports],
  ['server/packages/auth/wechat', "export { x } from '../store/store.ts'", imports],
  ['server/packages/auth/auth.ts', "export { TRPCError } from '@trpc/server'", imports],
  ['server/packages/auth/auth.ts', "export { default } from 'jsonwebtoken'", imports],
  ['server/packages/server/http/app.ts', "export { TRPCError } from '@trpc/server'", imports],
  ['server/packages/server/http/app.ts', "export { x } from './wechat/sandbox/sandbox.ts'", imports],
  ['server/packages/server/http/app.ts', "export { x } from '../client/api.ts'", imports],
  ['server/packages/server/http/app.ts', "export { env } from 'node:process'", imports],
  ['server/packages/server/http/app.ts', 'export const x = process.env.PORT', syntax],
  ['server/packages/server/http/app.ts', 'export const x = process.pid', globals],
  ['server/packages/server/http/app.ts', "uni.showToast({ title: '' })", globals],
  ['server/main.ts', 'export const x = process.env.PORT', syntax],
  ['client/main.ts', "export { x } from '../server/env.ts'", imports],
  ['client/main.ts', "export type { AppRouter } from '../server/procedures/router.ts'", imports],
  ['client/main.ts', "export { z } from 'zod'", imports],
  ['client/main.ts', "export { loginInput } from '../shared/schemas.ts'", imports],
  ['client/main.ts', "export { x } from 'node:fs'", imports],
  ['client/main.ts', 'export const x = process.env.PORT', globals],
  ['client/main.ts', "document.title = ''", globals],
  ['client/main.ts', "export const x = () => fetch('')", globals],
  ['client/api.ts', "export { appRouter } from '../server/procedures/router.ts'", imports],
  ['client/api.ts', "export type { Settings } from '../server/env.ts'", imports],
  ['client/api.ts', "export { sentences } from 'uni-trpc-protocol/sentences'", imports],
  ['client/api.ts', "export { createAuth } from 'uni-trpc-auth'", imports],
  ['client/packages/link/uniLink.ts', "export { refusalOf } from 'uni-trpc-protocol'", imports],
  ['client/packages/link/uniLink.ts', "export { x } from 'uni-trpc-session/testing'", imports],
  ['client/packages/session', "export { api } from '../../api.ts'", imports],
  ['client/packages/session/vue', "export { api } from '../../../api.ts'", imports],
  ['client/packages/session/vue', "export { createSession } from '../index.ts'", imports],
  ['client/pages/index/index.vue', "<script setup>import 'uni-trpc-session/vue/explain.ts'</script>", imports],
  ['client/pages/index/index.vue', '<script setup lang="ts">import { z } from \'zod\'; z()</script>', imports],
  ['client/pages/index/index.vue', '<script setup lang="ts">window.close()</script>', globals],
  ['client/packages/build/lint.test.ts', "vi.mock('./uni.ts')", syntax],
  ['client/packages/build/lint.test.ts', "it.skip('x', () => undefined)", syntax],
  ['client/main.ts', 'export const x = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d]', '@typescript-eslint/max-params'],
  ['client/main.ts', 'export const x: any = 1', '@typescript-eslint/no-explicit-any'],
])('in %s this is refused: %s', async (path, code, rule) => {
  expect(await broken(path, `${code}\n`)).toContain(rule)
})

it.each([
  ['shared', "export { z } from 'zod'"],
  ['server/procedures/router.ts', "export { TRPCError } from '@trpc/server'"],
  ['server/packages/auth/token.ts', "export { default } from 'jsonwebtoken'"],
  ['server/packages/server/settings/env.ts', 'export const x = process.env.PORT'],
  ['server/packages/server/http/app.ts', "export type { Router } from './procedures/router.ts'"],
  ['client/api.ts', "export type { AppRouter } from '../server/procedures/router.ts'"],
  ['client/main.ts', "export type { LoginInput } from '../shared/schemas.ts'"],
  ['client/packages/link/uniLink.ts', "export { observable } from '@trpc/server/observable'"],
])('in %s this is allowed: %s', async (path, code) => {
  expect(await broken(path, `${code}\n`)).toEqual([])
})

const promises = `
  export const floating = () => { Promise.resolve(1) }
  export const misused = () => [1].forEach(async () => undefined)
  export const needless = async () => await 1
  export const unfinished = (kind: 'a' | 'b') => { switch (kind) { case 'a': return 1 } return 2 }`

it.each([
  'server/packages/server/http/app.ts',
  'server/packages/server/http/app.test.ts',
  'client/packages/link/uniLink.ts',
  'client/packages/build/testing/walk.ts',
  'shared/protocol/refusal.ts',
])('in %s no promise is left alone, and every case of a switch is there', async (path) => {
  expect(await brokenOnceTyped(path, promises)).toEqual([
    'await-thenable',
    'no-floating-promises',
    'no-misused-promises',
    'switch-exhaustiveness-check',
  ])
})

it('nothing is left that nobody uses', async () => {
  const code = `
    import { x } from './x.ts'
    export const of = (a: number, _b: number) => { const c = a; try { return 1 } catch (d) { return 2 } }`
  expect(await brokenOnceTyped('server/packages/server/http/app.ts', code)).toEqual(Array(3).fill('no-unused-vars'))
})

/**
 * The rules of the linter that knows types, in a folder of its own: a build of another test would see a file in the
 * real place.
 */
async function brokenOnceTyped(path: string, code: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'promises-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), code)
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "target": "es2022" } }')
  const args = [
    resolve(repository, 'node_modules/oxlint/bin/oxlint'),
    '-c',
    resolve(repository, '.oxlintrc.json'),
    '-f',
    'unix',
    '.',
  ]
  const output = await new Promise<string>((done) =>
    execFile(process.execPath, args, { cwd: folder }, (_, stdout) => done(stdout)),
  )
  return [...output.matchAll(/(?:typescript|eslint)\(([\w-]+)\)/g)].map(([, rule = '']) => rule).sort()
}

/** The linter really holds the directions between the rooms: forbidden code in a real file's place is refused. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { ESLint } from 'eslint'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { repository } from './repository.ts'

const eslint = new ESLint({ cwd: repository })

/** The rules broken by `code` if it stood in `path`: a file, or any file of that folder. */
async function broken(path: string, code: string): Promise<string[]> {
  const filePath = resolve(repository, fileIn(path))
  const [result] = await eslint.lintText(code, { filePath, warnIgnored: true })
  if (!result) throw new Error(`${path} is not linted`)
  return result.messages.map(({ ruleId, message }) => ruleId ?? message)
}

function fileIn(path: string): string {
  return /\.(ts|vue)$/.test(path) ? path : join(path, anyFileOf(path))
}

function anyFileOf(folder: string): string {
  const names = readdirSync(resolve(repository, folder))
  const name = names.find((candidate) => /^[^.]+\.ts$/.test(candidate))
  if (name === undefined) throw new Error(`${folder} holds no TypeScript file`)
  return name
}

/** ESLint hands its own out untyped. */
const eslintConfig = z.object({ rules: z.record(z.string(), z.tuple([z.number()], z.unknown())) })
const oxlintConfig = z.looseObject({
  categories: z.unknown(),
  options: z.unknown(),
  jsPlugins: z.array(z.object({ name: z.string(), specifier: z.string() })),
})

const imports = '@typescript-eslint/no-restricted-imports'
const globals = 'no-restricted-globals'
const syntax = 'no-restricted-syntax'

const refused: readonly (readonly [path: string, code: string, rule: string])[] = [
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
]

it.each(refused)('in %s this is refused: %s', async (path, code, rule) => {
  expect(await broken(path, `${code}\n`)).toContain(rule)
})

const allowed: readonly (readonly [path: string, code: string])[] = [
  ['shared', "export { z } from 'zod'"],
  ['server/procedures/router.ts', "export { TRPCError } from '@trpc/server'"],
  ['server/packages/auth/token.ts', "export { default } from 'jsonwebtoken'"],
  ['server/packages/server/settings/env.ts', 'export const x = process.env.PORT'],
  ['server/packages/server/http/app.ts', "export type { Router } from './procedures/router.ts'"],
  ['client/api.ts', "export type { AppRouter } from '../server/procedures/router.ts'"],
  ['client/main.ts', "export type { LoginInput } from '../shared/schemas.ts'"],
  ['client/packages/link/uniLink.ts', "export { observable } from '@trpc/server/observable'"],
]

it.each(allowed)('in %s this is allowed: %s', async (path, code) => {
  expect(await broken(path, `${code}\n`)).toEqual([])
})

/** A breach of each rule that holds in every room. */
const breaches: Readonly<Record<string, string>> = {
  'no-var': 'export var x = 1',
  'prefer-const': 'let x = 1; export { x }',
  'prefer-rest-params': 'export function x() { return arguments }',
  'prefer-spread': 'export const x = (f: () => 1, a: []) => f.apply(undefined, a)',
  '@typescript-eslint/ban-ts-comment': '// @ts-ignore because of this\nexport const x = 1',
  '@typescript-eslint/no-array-constructor': 'export const x = new Array(1, 2)',
  '@typescript-eslint/no-duplicate-enum-values': 'export enum X { A = 1, B = 1 }',
  '@typescript-eslint/no-dynamic-delete': 'export const x = (o: Record<string, 1>, k: string) => delete o[k]',
  '@typescript-eslint/no-empty-object-type': 'export interface X {}',
  '@typescript-eslint/no-explicit-any': 'export const x = (a: unknown) => a as any',
  '@typescript-eslint/no-extra-non-null-assertion': 'export const x = (a?: string) => a!!',
  '@typescript-eslint/no-extraneous-class': 'export class X {}',
  '@typescript-eslint/no-invalid-void-type': 'export type X = void | 1',
  '@typescript-eslint/no-misused-new': 'export interface X { a: 1; new (): X }',
  '@typescript-eslint/no-namespace': 'export namespace X { export const x = 1 }',
  '@typescript-eslint/no-non-null-asserted-nullish-coalescing': 'export const x = (a: () => 1) => a()! ?? 2',
  '@typescript-eslint/no-non-null-asserted-optional-chain': 'export const x = (a?: { b: 1 }) => a?.b!',
  '@typescript-eslint/no-non-null-assertion': 'export const x = (a?: { b: 1 }) => a!.b',
  '@typescript-eslint/no-require-imports': "export const x = require('./x.ts')",
  '@typescript-eslint/no-this-alias': 'export function x(this: 1) { const self = this; return self }',
  '@typescript-eslint/no-unnecessary-type-constraint': 'export type X<A extends unknown> = A[]',
  '@typescript-eslint/no-unsafe-declaration-merging': 'export interface X { a: 1 }\nexport class X { b = 1 }',
  '@typescript-eslint/no-unsafe-function-type': 'export type X = Function',
  '@typescript-eslint/no-unused-expressions': 'export const x = (a: 1) => { a }',
  '@typescript-eslint/no-useless-constructor': 'export class X { b = 1; constructor() {} }',
  '@typescript-eslint/no-wrapper-object-types': 'export type X = String',
  '@typescript-eslint/prefer-as-const': "export const x: 'a' = 'a'",
  '@typescript-eslint/prefer-literal-enum-member': 'const a = 1\nexport enum X { A = a }',
  '@typescript-eslint/prefer-namespace-keyword': 'declare module X {}',
  '@typescript-eslint/triple-slash-reference': "/// <reference types='x' />\nimport { x } from 'x'\nexport { x }",
  '@typescript-eslint/unified-signatures': 'export interface X { a(b: 1): 1; a(b: 2): 1 }',
  eqeqeq: 'export const x = (a: 1, b: 2) => a == b',
  'no-console': 'console.log(1)',
  'no-empty': 'export const x = (a: 1) => { if (a) {} }',
  'no-eval': "eval('1')",
  'no-implied-eval': "globalThis.setTimeout('1', 1)",
  'no-param-reassign': 'export const x = (a: number) => { a = 1; return a }',
  'no-warning-comments': '// todo: this\nexport const x = 1',
  'object-shorthand': 'export const x = (a: 1) => ({ a: a })',
  '@typescript-eslint/max-params': 'export function x(a: 1, b: 2, c: 3, d: 4) { return [a, b, c, d] }',
  '@typescript-eslint/consistent-type-imports': "import { X } from './x.ts'\nexport const x = (a: X) => a",
  'no-restricted-syntax': 'vi.hoisted(() => 1)',
  'max-lines': `export const x = 1${'\n'.repeat(260)}export const y = 1`,
  'no-restricted-globals': 'export const x = wx',
  '@typescript-eslint/no-restricted-imports': "import 'uni-trpc-auth/token.ts'",
}

describe('the linter that `npm run check` asks about all but pages says the same:', () => {
  const path = 'server/packages/server/http/app.ts'
  const everywhere = Object.entries(breaches).map(([rule, code]) => [path, code, rule] as const)

  it('every rule that ESLint holds there is broken above', async () => {
    const { rules } = eslintConfig.parse(await eslint.calculateConfigForFile(resolve(repository, path)))
    const held = Object.keys(rules).filter((rule) => rules[rule]?.[0] === 2)
    expect(Object.keys(breaches).sort()).toEqual(held.sort())
  })

  it.each(everywhere)('in %s this is refused by ESLint: %s', async (place, code, rule) => {
    expect(await broken(place, `${code}\n`)).toContain(rule)
  })

  it('it refuses and allows in each room what ESLint does, and refuses an exception that nobody needs', async () => {
    const needless = [
      path,
      '// eslint-disable-next-line no-eval\nexport const x = 1',
      'Unused eslint-disable directive',
    ]
    const forbidden = [...refused.filter(([place]) => !place.endsWith('.vue')), ...everywhere, needless]
    const found = await brokenInCheck([...forbidden, ...allowed])
    for (const [place, code, rule = ''] of forbidden) {
      expect(found.shift(), `${place}: ${code}`).toContain(rule.replace('@typescript-eslint/', ''))
    }
    expect(found).toEqual(allowed.map(() => []))
  })
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

/** The rules of the linter that knows types. */
async function brokenOnceTyped(path: string, code: string): Promise<string[]> {
  const folder = plantingFolder()
  plant(join(folder, path), code)
  plant(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "target": "es2022" } }')
  const output = await oxlint(folder, ['-c', resolve(repository, '.oxlintrc.json')])
  return output.map(({ rule }) => rule).sort()
}

/** The rules that each of the files breaks by what `npm run check` hands to oxlint, in a run for all of them. */
async function brokenInCheck(files: readonly (readonly string[])[]): Promise<string[][]> {
  const loaded: { default: unknown } = await import(pathToFileURL(resolve(repository, 'oxlint.config.js')).href)
  const { options, ...room } = oxlintConfig.parse(loaded.default)
  const jsPlugins = room.jsPlugins.map(({ name, specifier }) => ({ name, specifier: resolve(repository, specifier) }))
  const folder = plantingFolder()
  plant(join(folder, '.oxlintrc.json'), JSON.stringify({ categories: room.categories, options }))
  for (const [n, [path = '', code = '']] of files.entries()) {
    plant(join(folder, `${n}`, '.oxlintrc.json'), JSON.stringify({ ...room, jsPlugins }))
    plant(join(folder, `${n}`, fileIn(path)), `${code}\n`)
  }
  const output = await oxlint(folder, [])
  return files.map((_, n) => output.filter(({ file }) => file.startsWith(`${n}/`)).map(({ rule }) => rule))
}

/** A folder of its own: a build of another test would see a file in the real place. */
function plantingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function plant(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** What oxlint says of a folder: the file, as seen from there, and the rule, or the sentence where there is none. */
async function oxlint(folder: string, options: readonly string[]): Promise<{ file: string; rule: string }[]> {
  const args = [resolve(repository, 'node_modules/oxlint/bin/oxlint'), ...options, '-f', 'unix', '.']
  const output = await new Promise<string>((done) =>
    execFile(process.execPath, args, { cwd: folder }, (_, stdout) => done(stdout)),
  )
  const lines = output.matchAll(/^(?:\.[\\/])?(\S+?):\d+:\d+: (.*?)(?: \[Error(?:\/\w+\(([\w-]+)\))?\])$/gm)
  return [...lines].map(([, file = '', says = '', rule]) => ({
    file: file.replaceAll('\\', '/'),
    rule: rule ?? says.replace(/ \(.*$/, ''),
  }))
}

/**
 * The bridge of types from the server's procedures to the pages, tried on a copy of the sources: what a mini program
 * lacks does not type-check in the client, and a field renamed on the server is found in the page that reads it.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from './repository.ts'

const packages = resolve(repository, 'node_modules')
const slow = 120_000

let copy = ''

/** Inside node_modules, so that the copy finds the same packages. */
beforeAll(() => {
  mkdirSync(resolve(packages, '.cache'), { recursive: true })
  copy = mkdtempSync(resolve(packages, '.cache/type-bridge-'))
  for (const name of ['tsconfig.json', 'shared', 'server', 'client']) {
    cpSync(resolve(repository, name), join(copy, name), { recursive: true, filter: isSource })
  }
})

afterAll(() => {
  rmSync(copy, { recursive: true, force: true })
})

function isSource(path: string): boolean {
  return !/\.test\.ts$|[\\/](testing|fixtures?|client[\\/](build|simulator))$/.test(path)
}

/** What the two compilers of `npm run check` find, as `file: code message`. */
async function problems(): Promise<string[]> {
  const server = await run('typescript/bin/tsc', ['-b', 'server'])
  const client = await run('vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', 'client'])
  return [...server, ...client]
}

/** Resolves with the errors a compiler prints; a compiler which fails without printing one is a fault. */
function run(compiler: string, args: string[]): Promise<string[]> {
  return new Promise((done, failed) => {
    execFile(process.execPath, [resolve(packages, compiler), ...args], { cwd: copy }, (error, output) => {
      const found = [...output.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+: .*)$/gm)].map(
        ([, file = '', message = '']) => `${file.replaceAll('\\', '/')}: ${message}`,
      )
      if (error && found.length === 0) failed(new Error(`${compiler}: ${output}`, { cause: error }))
      else done(found)
    })
  })
}

/** Puts files into the copied client, answers what is found, and takes them away again. */
async function problemsWith(files: Record<string, string>): Promise<string[]> {
  const folder = join(copy, 'client/tried')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.ts`), `${text}\n`)
  try {
    return await problems()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the client', () => {
  it('type-checks as it is, with all that a mini program has', { timeout: slow }, async () => {
    const present = `
      import { api } from '../api.ts'
      const timer: number = setTimeout((word: string) => console.log(word), 10, 'word')
      clearTimeout(timer)
      uni.showToast({ title: import.meta.env.VITE_API_URL })
      export const version: 'develop' | 'trial' | 'release' = wx.getAccountInfoSync().miniProgram.envVersion
      export const me = (signal: AbortSignal) => api.user.me.query(undefined, { signal })
      export const id = async (): Promise<string> => (await api.auth.check.query()).user.id`
    expect(await problemsWith({ present })).toEqual([])
  })

  it('knows no global that a mini program lacks, and no result is any', { timeout: slow }, async () => {
    const importApi = "import { api } from '../api.ts'"
    const absent = ['process', 'document', 'window', 'fetch', 'Buffer', 'URL', 'AbortController', 'localStorage',
      'navigator', 'XMLHttpRequest', 'TextDecoder', 'queueMicrotask', 'require', '__dirname', 'global']
    const files: Record<string, string> = {
      // Only a result that is not any refuses to be a number.
      result: `${importApi}\nexport const x = async (): Promise<number> => await api.auth.check.query()`,
      field: `${importApi}\nexport const x = async () => (await api.user.me.query()).nosuchfield`,
      signal: `${importApi}\nexport const x = api.user.me.query(undefined, { signal: 5 })`,
      input: `${importApi}\nexport const x = api.auth.login.mutate({ code: 5 })`,
      node: 'export const x = (timer: NodeJS.Timeout) => timer',
      element: 'export const x = (element: HTMLElement) => element',
    }
    for (const name of absent) files[`global_${name}`] = `export const x = ${name}`
    const found = await problemsWith(files)
    const isRefused = (name: string) => found.some((line) => line.startsWith(`client/tried/${name}.ts`))
    const refused = Object.keys(files).filter(isRefused)
    expect(refused).toEqual(Object.keys(files))
    expect(found.filter((line) => !line.startsWith('client/tried/'))).toEqual([])
  })
})

it('a field renamed in the server\'s answer is found in the page that reads it', { timeout: slow }, async () => {
  const file = join(copy, 'server/auth/session.ts')
  const text = readFileSync(file, 'utf8')
  const renamed = text
    .replace('readonly expiresAt: string', 'readonly endsAt: string')
    .replace('expiresAt: new', 'endsAt: new')
  expect(renamed.match(/\bendsAt\b/g)).toHaveLength(2)
  writeFileSync(file, renamed)
  const found = await problems()
  const inPage = /^client\/pages\/index\/index\.vue: TS\d+: Property 'expiresAt' does not exist/
  expect(found).toContainEqual(expect.stringMatching(inPage))
  expect(found.filter((line) => line.startsWith('server/'))).toEqual([])
})

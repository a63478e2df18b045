import { spawnSync } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Refusal } from 'uni-trpc-protocol'
import { createLog, type LogFields } from './log.ts'
import { toStoreError } from '../database/errors.ts'
import { WeChatError } from 'uni-trpc-auth'

const secret = 'eyJhbGciOi.SECRET.words-of_a-client'

/** What a line holds beside level, time and message. */
function logged(fields: LogFields): Record<string, unknown> {
  const lines: string[] = []
  createLog({ write: (line) => void lines.push(line) }).error(fields, 'event')
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain(secret)
  const { level, time, msg, ...rest }: Record<string, unknown> = JSON.parse(lines[0] ?? '')
  expect([level, msg, typeof time]).toEqual([50, 'event', 'number'])
  return rest
}

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('what a line may hold is decided by an allow-list:', () => {
  it('no field that has no name here', () => {
    const known = { requestId: 'r1', method: 'POST', path: '/trpc/user.me,auth.check', status: 207, ms: 3 }
    expect(logged({ ...known, ...{ token: secret, headers: { host: secret }, url: secret } })).toEqual(known)
  })

  it('no text that could be anything, in a field that could', () => {
    expect(logged({ path: `/x?token=${secret}`, method: `GET ${secret}`, reason: `\n${secret}` })).toEqual({
      path: 'unknown',
      method: 'unknown',
      reason: 'unknown',
    })
  })

  it.each<[string, () => unknown]>([
    ['an address', () => new URL(`http://x:99999/prefetch?token=${secret}`)],
    ['JSON', () => JSON.parse(`{"token":"${secret}"`)],
    ['JSON over many lines', () => JSON.parse(`${secret}\n    at ${secret}:1:1`)],
    ['a header', () => new Headers({ [secret]: `\n${secret}` })],
    ['a number', () => BigInt(secret)],
    ['an expression', () => new RegExp(`(${secret}`)],
    ['a buffer', () => Buffer.from(JSON.parse(`{"a":"${secret}"}`) as never)],
    ['a property of a text', () => Object.assign(secret as never, [1])],
    [
      'a text thrown',
      () => {
        throw secret as unknown
      },
    ],
    [
      'an object thrown',
      () => {
        throw { secret } as unknown
      },
    ],
    [
      'an error of a package',
      () =>
        Object.assign(new Error(secret), {
          stack: `Error: ${secret}\n    at parse (/app/node_modules/pg/parse.js:1:1)`,
        }),
    ],
    [
      'an error that names itself so',
      () => Object.assign(new Error(), { name: `${secret} x`, code: `${secret} x`, input: secret, detail: secret }),
    ],
    ['a cause', () => new Refusal('STORE_BUSY', { cause: thrownBy(() => JSON.parse(secret)) })],
  ])('nothing of what an error choked on: %s', (_what, work) => {
    expect(logged({ err: thrownBy(work) })).toHaveProperty('err.name')
  })
})

describe('an error is logged whole in what helps to find it:', () => {
  it('name, our own message, code, stack and the chain of causes', () => {
    const cause = new WeChatError({
      kind: 'refused',
      endpoint: '/sns/jscode2session',
      errcode: 40125,
      detail: 'invalid appsecret',
    })
    const { err } = logged({
      err: new Refusal('WECHAT_MISCONFIGURED', { cause: new Error('asked in vain', { cause }) }),
    })
    expect(err).toMatchObject({
      name: 'Refusal',
      message: 'WECHAT_MISCONFIGURED',
      reason: 'WECHAT_MISCONFIGURED',
      stack: expect.stringContaining('log.test.ts'),
      cause: {
        name: 'Error',
        message: 'asked in vain',
        cause: {
          name: 'WeChatError',
          message: '/sns/jscode2session: refused (errcode 40125): invalid appsecret',
          errcode: 40125,
        },
      },
    })
  })

  it('PostgreSQL’s SQLSTATE and SQLite’s code', () => {
    const ofPostgres = Object.assign(new Error(`duplicate key (${secret})`), {
      code: '23505',
      severity: 'ERROR',
      constraint: 'users_pkey',
    })
    expect(logged({ err: toStoreError(ofPostgres) })).toMatchObject({
      err: { name: 'StoreError', code: '23505', constraint: 'users_pkey' },
    })
    expect(logged({ err: toStoreError(Object.assign(new Error(), { code: 'SQLITE_FULL' })) })).toMatchObject({
      err: { code: 'SQLITE_FULL' },
    })
  })

  it('what is missing in our own code', () => {
    const nobody: { user?: { name: string } } = JSON.parse('{}')
    expect(logged({ err: thrownBy(() => (nobody.user as { name: string }).name) })).toMatchObject({
      err: {
        name: 'TypeError',
        message: "Cannot read properties of undefined (reading 'name')",
        stack: expect.stringContaining('log.test.ts'),
      },
    })
  })

  it('a cause that is its own cause', () => {
    const error = new Error('round')
    error.cause = error
    expect(logged({ err: error })).toMatchObject({ err: { cause: { cause: { message: 'round' } } } })
  })
})

const fullDisk = '/dev/full'
if (!existsSync(fullDisk)) process.stderr.write(`Not tested with a full disk: this system has no ${fullDisk}\n`)

it.skipIf(!existsSync(fullDisk))('a disk that is full ends no process, and keeps none from ending', () => {
  const log = JSON.stringify(new URL('./log.ts', import.meta.url).href)
  const program = `
    const { createLog } = await import(${log})
    const log = createLog()
    for (const status of [1, 2, 3]) { log.info({ status }, 'request'); await new Promise((resolve) => setTimeout(resolve, 20)) }
    process.stderr.write('served')
    process.exit(0)`
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', program]
  const { status, stderr } = spawnSync(process.execPath, flags, {
    stdio: ['ignore', openSync(fullDisk, 'w'), 'pipe'],
    encoding: 'utf8',
    timeout: 30_000,
  })
  expect([status, stderr]).toEqual([0, 'served'])
})

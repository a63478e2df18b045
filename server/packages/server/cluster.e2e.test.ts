import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPackage } from 'uni-trpc-build/testing'
import { sharedPostgres, type SharedPostgres } from './testing/sharedPostgres.ts'
import { startDevServer } from 'uni-trpc-build/testing'
import { startNode, testEnvironment, type RunningServer } from './testing/startServer.ts'

interface Answer {
  status: number
  result?: { data: { token: string; id: string; ended: number; session: { id: string } } }
  error?: { data: { reason: string } }
}

async function call(
  { origin }: RunningServer,
  path: string,
  { body, token }: { body?: unknown; token?: string | undefined } = {},
): Promise<Answer> {
  const response = await fetch(`${origin}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer: Omit<Answer, 'status'> = JSON.parse(await response.text())
  return { status: response.status, ...answer }
}

describe.each(['SQLite', 'PostgreSQL'] as const)('two processes on one database of %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
  let postgres: SharedPostgres | undefined
  let dev: RunningServer
  let node: RunningServer

  beforeAll(async () => {
    postgres = kind === 'PostgreSQL' ? await sharedPostgres() : undefined
    const shared = { ...testEnvironment(join(folder, 'test.db')), SESSION_CAP: '100' }
    const environment = postgres ? { ...shared, DATABASE_URL: await postgres.createDatabase() } : shared
    const entry = join(await builtPackage('server'), 'main.js')
    // The second asks the first one's sandbox instead of WeChat; both migrate.
    dev = await startDevServer(environment)
    node = await startNode(entry, environment, dev)
  })
  afterAll(async () => {
    await Promise.all([dev.stop(), node.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  async function code(person = 'alice'): Promise<string> {
    const answer: { code: string } = JSON.parse(
      await (await fetch(`${dev.origin}/sandbox/login-code?user=${person}`)).text(),
    )
    return answer.code
  }
  const signIn = async (at: RunningServer, person?: string) =>
    (await call(at, 'auth.login', { body: { code: await code(person) } })).result?.data

  it('D43: one code posted to both at once is one session and one CODE_USED', async () => {
    for (let round = 0; round < 3; round++) {
      const body = { code: await code(`twice${round}`) }
      const answers = await Promise.all([call(dev, 'auth.login', { body }), call(node, 'auth.login', { body })])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      expect(answers.find(({ error }) => error)?.error?.data.reason).toBe('CODE_USED')
    }
  })

  it('B13: a sign-out on one is at once an ended session on the other', async () => {
    const token = (await signIn(node, 'leaving'))?.token
    expect((await call(dev, 'user.me', { token })).status).toBe(200)
    await call(node, 'auth.logout', { body: { scope: 'this' }, token })
    expect((await call(dev, 'user.me', { token })).error?.data.reason).toBe('SESSION_ENDED')
  })

  it('B17: a session revoked from one is at once ended on the other', async () => {
    const [mine, lost] = [await signIn(node, 'owner'), await signIn(dev, 'owner')]
    expect(
      (await call(dev, 'auth.revoke', { body: { id: lost?.session.id }, token: mine?.token })).result?.data.ended,
    ).toBe(1)
    expect((await call(node, 'user.me', { token: lost?.token })).error?.data.reason).toBe('SESSION_ENDED')
    expect((await call(node, 'user.me', { token: mine?.token })).status).toBe(200)
  })

  it('E47: writing at once they lose nothing', async () => {
    const logins = await Promise.all(Array.from({ length: 40 }, (_, i) => signIn(i % 2 ? dev : node, `many${i % 10}`)))
    const seen = await Promise.all(
      logins.map((login, i) => call(i % 2 ? node : dev, 'user.me', { token: login?.token })),
    )
    expect(new Set(seen.map(({ result }) => result?.data.id)).size).toBe(10)
  })

  it('E48: one phone number proved to both at once by two people belongs to one of them', async () => {
    const [a, b] = [await signIn(dev, 'first'), await signIn(node, 'second')]
    const phoneCode = async (person: string): Promise<string> => {
      const answer: { code: string } = JSON.parse(
        await (await fetch(`${dev.origin}/sandbox/phone-code?user=${person}&phone=13800138000`)).text(),
      )
      return answer.code
    }
    const [codeA, codeB] = [await phoneCode('first'), await phoneCode('second')]
    const answers = await Promise.all([
      call(dev, 'user.bindPhone', { body: { code: codeA }, token: a?.token }),
      call(node, 'user.bindPhone', { body: { code: codeB }, token: b?.token }),
    ])
    expect(answers.map(({ status, error }) => error?.data.reason ?? status).sort()).toEqual([200, 'PHONE_TAKEN'])
  })

  it('G69: guesses at both count together', async () => {
    const guess = (at: RunningServer) => call(at, 'auth.login', { body: { code: 'x'.repeat(32) } })
    const reasons = new Set<string | undefined>()
    for (let round = 0; round < 45; round++) {
      const answers = await Promise.all([guess(dev), guess(node)])
      for (const { error } of answers) reasons.add(error?.data.reason)
    }
    expect(reasons).toContain('RATE_LIMITED')
  })
})

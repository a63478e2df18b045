/** uni-trpc-auth without tRPC: a server of node:http and nothing else, over SQLite and the sandbox's WeChat. */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Auth, callerOf, createAuth, createWeChat, RateLimited, refusalAnswer } from 'uni-trpc-auth'
import { createSandbox } from 'uni-trpc-auth/sandbox'
import { Refusal, refusals, type Reason } from 'uni-trpc-protocol'
import { openStore, type Store } from './store/store.ts'
import { testIndexKey, testSeal } from './store/testing/aSignIn.ts'

const apps = new Map([['wxone', 'secret-one']])
const sandbox = createSandbox({ apps })
const hour = 3_600_000

let now: number
let store: Store
let auth: Auth
let origin: string
let close: () => Promise<void>
beforeEach(async () => {
  now = Date.now()
  store = await openStore({ url: 'file::memory:', seal: testSeal, indexKey: testIndexKey, now: () => now })
  auth = createAuth({
    store,
    wechat: createWeChat({
      apps,
      fetch: async (input, init) => sandbox.fetch(new Request(input, init)),
      base: 'http://sandbox',
    }),
    tokenSecrets: [{ id: 'k1', key: randomBytes(32) }],
    now: () => now,
  })
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server listens on no port')
  origin = `http://127.0.0.1:${address.port}`
  close = async () => {
    await new Promise((closed) => server.close(closed))
    await store.close()
  }
})
afterEach(() => close())

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { caller, renewed, refusal } = await callerOf(auth, request.headers)
    if (!caller) response.writeHead(refusal.status, refusal.headers).end(JSON.stringify(refusal.body))
    else response.end(JSON.stringify({ user: caller.user, appId: caller.appId, renewed }))
  } catch {
    response.writeHead(500).end('{}')
  }
}

async function code(user = 'alice'): Promise<string> {
  const answered = await sandbox.fetch(new Request(`http://sandbox/login-code?user=${user}`))
  const { code }: { code: string } = JSON.parse(await answered.text())
  return code
}

async function ask(authorization?: string) {
  const answered = await fetch(origin, authorization === undefined ? {} : { headers: { authorization } })
  const { status, headers } = answered
  const body: unknown = JSON.parse(await answered.text())
  return { status, challenge: headers.get('www-authenticate'), retryAfter: headers.get('retry-after'), body }
}

const refused = (reason: Reason, status = 401) => ({
  status,
  challenge: status === 401 ? 'Bearer' : null,
  retryAfter: null,
  body: { reason, reasonCode: refusals[reason].number },
})

it('knows by the bearer token who calls', async () => {
  const { token, user } = await auth.signIn({ code: await code() })
  const known = { status: 200, challenge: null, retryAfter: null, body: { user, appId: 'wxone', renewed: null } }
  expect(await ask(`Bearer ${token}`)).toEqual(known)
  expect(await ask(`bearer   ${token}`)).toEqual(known)
})

it('says how to refuse who has no token, a false one, an old one, an ended session, and who is disabled', async () => {
  const { token, user } = await auth.signIn({ code: await code() })
  expect(await ask()).toEqual(refused('TOKEN_MISSING'))
  expect(await ask(`Basic ${token}`)).toEqual(refused('TOKEN_MISSING'))
  expect(await ask('Bearer a.b.c')).toEqual(refused('TOKEN_INVALID'))
  now += 2 * hour
  expect(await ask(`Bearer ${token}`)).toEqual(refused('TOKEN_EXPIRED'))
  await store.endSessions(user.id, { scope: 'all' })
  expect(await ask(`Bearer ${token}`)).toEqual(refused('SESSION_ENDED'))
  await store.setDisabled(user.id, now)
  expect(await ask(`Bearer ${token}`)).toEqual(refused('USER_DISABLED', 403))
})

it('brings a new token when the one that came is past half its life', async () => {
  const { token, user } = await auth.signIn({ code: await code() })
  now += hour + 1000
  const { body } = await ask(`Bearer ${token}`)
  expect(body).toEqual({ user, appId: 'wxone', renewed: expect.any(String) })
  now += hour
  expect(await ask(`Bearer ${Reflect.get(Object(body), 'renewed')}`)).toMatchObject({ status: 200 })
})

it('leaves a fault to the framework', async () => {
  const { token } = await auth.signIn({ code: await code() })
  const broken: Pick<Auth, 'check'> = { check: () => Promise.reject(new Error('a fault')) }
  await expect(callerOf(broken, { authorization: `Bearer ${token}` })).rejects.toThrow('a fault')
  expect(refusalAnswer(new Error('a fault'))).toBeNull()
})

it('reads the headers of fetch, of Node, and names in any case', async () => {
  const { token, user } = await auth.signIn({ code: await code() })
  const authorization = `Bearer ${token}`
  for (const headers of [new Headers({ authorization }), { authorization }, { Authorization: authorization }])
    expect((await callerOf(auth, headers)).caller?.userId).toBe(user.id)
  const { caller, refusal } = await callerOf(auth, { authorization: ['Bearer a', 'Bearer b'] })
  expect([caller, refusal?.body.reason]).toEqual([null, 'TOKEN_MISSING'])
})

it('answers each refusal with the status that tRPC gives it', () => {
  for (const [reason, { code }] of Object.entries(refusals) as ReadonlyArray<[Reason, (typeof refusals)[Reason]]>)
    expect(refusalAnswer(new Refusal(reason))?.status).toBe(getHTTPStatusCodeFromError(new TRPCError({ code })))
})

it('says when to ask again where that is known', () => {
  expect(refusalAnswer(new RateLimited(17))).toMatchObject({ status: 429, headers: { 'retry-after': '17' } })
})

it('takes limits of its own where nobody else counts: sign-ins of one person, and failures of one address', async () => {
  const from = { fullAddress: '203.0.113.7' }
  for (let tries = 0; tries < 10; tries++) await auth.signIn({ code: await code(), ...from })
  await expect(auth.signIn({ code: await code(), ...from })).rejects.toThrow('RATE_LIMITED')
  for (let tries = 0; tries < 60; tries++)
    await expect(auth.signIn({ code: `0123456789${tries}`, ...from })).rejects.toThrow('CODE_INVALID')
  await expect(auth.signIn({ code: await code('bob'), ...from })).rejects.toThrow('RATE_LIMITED')
  expect((await auth.signIn({ code: await code('bob'), fullAddress: '203.0.113.8' })).token).toEqual(expect.any(String))
})

import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNewId } from '../createNewId.ts'
import { createWorld, lifetimes, type World } from '../testing/world.ts'

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

/** Every byte of the database: its file, and what SQLite keeps beside it. */
function bytesOfDatabase(): string {
  const folder = dirname(world.databaseFile)
  const files = readdirSync(folder).filter((name) => name.startsWith(basename(world.databaseFile)))
  expect(files.length).toBeGreaterThan(1)
  return files.map((name) => readFileSync(join(folder, name)).toString('latin1')).join('')
}

describe('a session', () => {
  it('B12: has an id that no other has, of 144 random bits', () => {
    const newId = createNewId()
    const ids = new Set(Array.from({ length: 100_000 }, () => newId()))
    expect(ids.size).toBe(100_000)
    expect(new Set([...ids].map((id) => Buffer.from(id, 'base64url').length))).toEqual(new Set([18]))
  })

  it('B12: has a new id at every sign-in, also where it replaces another, and at no renewal', async () => {
    const first = await world.caller().auth.login({ code: await world.code() })
    const second = await world.caller({ bearer: first.token }).auth.login({ code: await world.code() })
    expect(second.session.id).not.toBe(first.session.id)
    world.clock.time += lifetimes.token / 2
    const { renewed, session } = await world.auth.check(second.token)
    expect([renewed === null, session.id]).toEqual([false, second.session.id])
  })

  it('E53: renewed by two requests at once is one session, and both tokens name it', async () => {
    const { token, session, user } = await world.caller().auth.login({ code: await world.code() })
    world.clock.time += lifetimes.token / 2
    const both = await Promise.all([world.auth.check(token), world.auth.check(token)])
    for (const { renewed } of both) expect((await world.auth.check(renewed ?? '')).session.id).toBe(session.id)
    expect((await world.auth.check(token)).session.id).toBe(session.id)
    expect(await world.store.listSessions(user.id)).toHaveLength(1)
  })
})

describe('the database', () => {
  it('B12, H79: holds no token, code, session key, number or secret, in none of its bytes', async () => {
    const number = '13912345678'
    const codes = [await world.code(), await world.code()]
    const [first = '', second = ''] = codes
    const { token } = await world.caller().auth.login({ code: first })
    const again = await world.caller({ bearer: token }).auth.login({ code: second })
    const phoneCode = await world.phoneCode('alice', number)
    const alice = world.caller({ caller: await world.known(again.token), bearer: again.token })
    await alice.user.bindPhone({ code: phoneCode })
    const { prefetchToken } = await alice.auth.prefetchToken()
    world.clock.time += lifetimes.token / 2
    const { renewed } = await world.auth.check(again.token)
    const held = await world.store.sessionKeyOf('touristappid', (await world.known(again.token)).openId)
    expect(held?.sessionKey).toBeTruthy()

    const bytes = bytesOfDatabase()
    expect(bytes).toContain(again.session.id)
    const issued = [token, again.token, renewed, prefetchToken].map((text) => text?.split('.')[2] ?? '')
    for (const canary of [...codes, phoneCode, number, held?.sessionKey ?? '', ...issued]) {
      expect(canary.length).toBeGreaterThan(8)
      expect(bytes).not.toContain(canary)
    }
    expect(bytes).not.toContain('eyJ')
  })
})

describe('the audit', () => {
  it('H87: knows of every sign-in and every end when, where from and under which request', async () => {
    const headers = { 'content-type': 'application/json' }
    const login = await world.app.request('/trpc/auth.login', {
      method: 'POST',
      headers,
      body: JSON.stringify({ code: await world.code() }),
    })
    const { result }: { result: { data: { token: string; user: { id: string } } } } = JSON.parse(await login.text())
    world.clock.time += 1000
    const out = await world.app.request('/trpc/auth.logout', {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${result.data.token}` },
      body: JSON.stringify({ scope: 'this' }),
    })
    const rows = await world.store.listAudit(result.data.user.id)
    const told = rows.map(({ event, at, requestId }) => ({ event, at, requestId })).sort((a, b) => a.at - b.at)
    expect(told).toEqual([
      { event: 'sign-in', at: world.clock.time - 1000, requestId: login.headers.get('x-request-id') },
      { event: 'sign-out', at: world.clock.time, requestId: out.headers.get('x-request-id') },
    ])
  })
})

describe('the app secret', () => {
  it('H85: is changed node by node: sessions of before go on, and both nodes sign in', async () => {
    const before = await world.caller().auth.login({ code: await world.code() })
    const next = await createWorld({
      databaseUrl: `file:${world.databaseFile}`,
      apps: new Map([['touristappid', 'f'.repeat(32)]]),
    })
    next.clock.time = world.clock.time
    expect((await next.auth.check(before.token)).user.id).toBe(before.user.id)
    const there = await next.caller().auth.login({ code: await next.code() })
    expect((await world.auth.check(there.token)).user.id).toBe(before.user.id)
    expect((await world.caller().auth.login({ code: await world.code() })).user.id).toBe(before.user.id)
    await next.close()
  })
})

import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { Refusal, type Reason } from 'uni-trpc-protocol'
import { touristEntrance } from 'uni-trpc-auth/sandbox'
import { createTokens } from 'uni-trpc-auth/testing'
import { reasonOf } from '../testing/reasonOf.ts'
import { secret, testSecrets } from '../testing/secrets.ts'
import { createWorld, lifetimes, nowhere, type World } from '../testing/world.ts'

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

async function signedIn(person = 'alice', bearer: string | null = null) {
  return world.caller({ bearer }).auth.login({ code: await world.code(person) })
}

describe('auth.login', () => {
  it('swaps a code for a token, the user and the session', async () => {
    const answer = await world
      .caller({ origin: () => ({ ...nowhere, device: 'iPhone', address: '203.0.*.*' }) })
      .auth.login({ code: await world.code() })
    expect(answer).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      user: {
        id: expect.stringMatching(/^[\w-]{24}$/),
        nickname: null,
        avatarUrl: null,
        phone: null,
        createdAt: '2026-01-01T00:00:00.000Z',
      },
      session: {
        id: expect.stringMatching(/^[\w-]{24}$/),
        appId: 'touristappid',
        device: 'iPhone',
        address: '203.0.*.*',
        createdAt: '2026-01-01T00:00:00.000Z',
        lastSeenAt: '2026-01-01T00:00:00.000Z',
        expiresAt: '2026-01-08T00:00:00.000Z',
        current: true,
      },
    })
    expectTypeOf(answer).not.toBeAny()
    expectTypeOf(answer.user.nickname).toEqualTypeOf<string | null>()
  })

  it('keeps which agreement was accepted for it, and when; silent sign-ins say nothing of it', async () => {
    const { user } = await world.caller().auth.login({ code: await world.code(), consent: '2026-01-01' })
    await signedIn('alice')
    expect(await world.store.listConsents(user.id)).toEqual([{ version: '2026-01-01', at: world.clock.time }])
  })

  it('finds the same person again, and another one apart', async () => {
    const [first, again, other] = [await signedIn('alice'), await signedIn('alice'), await signedIn('bob')]
    expect(again.user).toEqual(first.user)
    expect(again.session.id).not.toBe(first.session.id)
    expect(other.user.id).not.toBe(first.user.id)
  })

  it('E46, G72: refuses a code used twice, also when both come at once', async () => {
    const code = await world.code()
    const outcomes = await Promise.allSettled([
      world.caller().auth.login({ code }),
      world.caller().auth.login({ code }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await reasonOf(world.caller().auth.login({ code }))).toBe('CODE_USED')
  })

  it('refuses a code that is unknown, too old or of the wrong shape, the last without asking WeChat', async () => {
    expect(await reasonOf(world.caller().auth.login({ code: 'x'.repeat(32) }))).toBe('CODE_INVALID')
    const old = await world.code()
    world.clock.time += 5 * 60_000 + 1
    expect(await reasonOf(world.caller().auth.login({ code: old }))).toBe('CODE_INVALID')
    await world.fault({ errcode: -1 })
    expect(await reasonOf(world.caller().auth.login({ code: '短码' }))).toBe('CODE_INVALID')
  })

  it('refuses an app that is not configured, and wants to know which when there are several', async () => {
    expect(await reasonOf(world.caller().auth.login({ code: await world.code(), appId: 'wx0' }))).toBe('APP_UNKNOWN')
    const two = await createWorld({
      apps: new Map([
        ['wx1', secret('one')],
        ['wx2', secret('two')],
      ]),
    })
    try {
      expect(await reasonOf(two.caller().auth.login({ code: await two.code('alice', 'wx2') }))).toBe('APP_UNKNOWN')
      const { session } = await two.caller().auth.login({ code: await two.code('alice', 'wx2'), appId: 'wx2' })
      expect(session.appId).toBe('wx2')
      expect(await reasonOf(two.caller().auth.login({ code: await two.code('alice', 'wx1'), appId: 'wx2' }))).toBe(
        'CODE_INVALID',
      )
      const other = { ...nowhere, appId: 'wx1' }
      expect(
        (await two.caller({ origin: () => other }).auth.login({ code: await two.code('alice', 'wx2'), appId: 'wx2' }))
          .session.appId,
      ).toBe('wx2')
    } finally {
      await two.close()
    }
  })

  it.each<[number, Reason]>([
    [-1, 'WECHAT_BUSY'],
    [45009, 'WECHAT_BUSY'],
    [45011, 'WECHAT_BUSY'],
    [40029, 'CODE_INVALID'],
    [41008, 'CODE_INVALID'],
    [40163, 'CODE_USED'],
    [40226, 'CODE_BLOCKED'],
    [40013, 'WECHAT_MISCONFIGURED'],
    [40125, 'WECHAT_MISCONFIGURED'],
    [40164, 'WECHAT_MISCONFIGURED'],
    [41002, 'WECHAT_MISCONFIGURED'],
    [41004, 'WECHAT_MISCONFIGURED'],
    [40243, 'WECHAT_MISCONFIGURED'],
    [99999, 'WECHAT_UNREACHABLE'],
  ])('C29: turns errcode %i into %s', async (errcode, reason) => {
    await world.fault({ errcode, times: 10 })
    expect(await reasonOf(signedIn())).toBe(reason)
  })

  it.each([{ status: 502, body: '<html>' }, { body: 'garbage' }, { body: '{}' }, { consume: true as const }])(
    'C27: answers WECHAT_UNREACHABLE when WeChat answers with %j',
    async (order) => {
      await world.fault(order)
      expect(await reasonOf(signedIn())).toBe('WECHAT_UNREACHABLE')
      expect((await signedIn()).user.id).toBeTruthy()
    },
  )

  it('replaces the session of a token sent along, also an expired one, and of this identity alone', async () => {
    const first = await signedIn('alice')
    const other = await signedIn('bob', first.token)
    expect((await world.auth.check(first.token)).session.id).toBe(first.session.id)
    world.clock.time += lifetimes.token
    const again = await signedIn('alice', first.token)
    expect(again.session.id).not.toBe(first.session.id)
    expect((await world.store.listSessions(first.user.id)).map(({ id }) => id)).toEqual([again.session.id])
    expect(await reasonOf(world.caller().auth.check({ token: first.token }))).toBe('TOKEN_EXPIRED')
    expect(other.user.id).not.toBe(first.user.id)
  })

  it('B22: ends the oldest session beyond the cap, and its phone is told', async () => {
    const capped = await createWorld({ sessionCap: 2 })
    try {
      const login = async () => capped.caller().auth.login({ code: await capped.code() })
      const first = await login()
      capped.clock.time += 1000
      await login()
      capped.clock.time += 1000
      await login()
      expect(await capped.store.listSessions(first.user.id)).toHaveLength(2)
      expect(await reasonOf(capped.caller().auth.check({ token: first.token }))).toBe('SESSION_ENDED')
    } finally {
      await capped.close()
    }
  })

  it('B22: does not count towards the cap who was not seen for too long', async () => {
    const capped = await createWorld({ sessionCap: 2 })
    try {
      const login = async () => capped.caller().auth.login({ code: await capped.code() })
      let { token } = await login()
      await login()
      for (let hours = 0; hours < 8 * 24; hours++) {
        capped.clock.time += 3_600_000
        token = (await capped.auth.check(token)).renewed ?? token
      }
      await login()
      await capped.auth.check(token)
    } finally {
      await capped.close()
    }
  })

  it('lets DevTools’ tourist in again and again where the sandbox stands for WeChat', async () => {
    const tourist = await createWorld({ entrances: [touristEntrance] })
    try {
      const first = await tourist.caller().auth.login({ code: 'the code is a mock one' })
      const again = await tourist.caller().auth.login({ code: 'the code is a mock one' })
      expect(again.user.id).toBe(first.user.id)
    } finally {
      await tourist.close()
    }
  })

  it('B15: refuses a disabled user', async () => {
    const { user } = await signedIn()
    await world.store.setDisabled(user.id, world.clock.time)
    expect(await reasonOf(signedIn())).toBe('USER_DISABLED')
  })
})

describe('auth.check', () => {
  it('answers whom a token stands for, given or of the bearer', async () => {
    const { token, user, session } = await signedIn()
    expect(await world.caller().auth.check({ token })).toEqual({ user, session })
    expect(await world.caller({ caller: await world.known(token) }).auth.check()).toEqual({ user, session })
  })

  it('tells a missing token (10119) from an empty one, an invalid one and an expired one (10200)', async () => {
    const { token } = await signedIn()
    expect(await reasonOf(world.caller({ caller: { failure: new Refusal('TOKEN_MISSING') } }).auth.check())).toBe(
      'TOKEN_MISSING',
    )
    expect(await reasonOf(world.caller().auth.check({ token: '' }))).toBe('TOKEN_MISSING')
    expect(await reasonOf(world.caller().auth.check({ token: `${token}x` }))).toBe('TOKEN_INVALID')
    world.clock.time += lifetimes.token
    expect(await reasonOf(world.caller().auth.check({ token }))).toBe('TOKEN_EXPIRED')
  })

  it('A8, A9: counts a token to its last millisecond and no further', async () => {
    const { token } = await signedIn()
    world.clock.time += lifetimes.token - 1
    await world.caller().auth.check({ token })
    world.clock.time += 1
    expect(await reasonOf(world.caller().auth.check({ token }))).toBe('TOKEN_EXPIRED')
  })

  it('refuses a token in a URL', async () => {
    const { token } = await signedIn()
    expect(await reasonOf(world.caller({ inputInUrl: true }).auth.check({ token }))).toBe('INPUT_INVALID')
  })

  it('judges the session before the age of the token: ended is told, also after expiry', async () => {
    const { token, user } = await signedIn()
    await world.store.endSessions(user.id, { scope: 'all' }, 'revoked')
    expect(await reasonOf(world.caller().auth.check({ token }))).toBe('SESSION_ENDED')
    world.clock.time += lifetimes.token
    expect(await reasonOf(world.caller().auth.check({ token }))).toBe('SESSION_ENDED')
  })

  it('says SESSION_ENDED for a session that is no more, and USER_DISABLED before anything else', async () => {
    const forged = createTokens(testSecrets.token).sign({
      userId: 'nobody',
      sessionId: 'none',
      issuedAt: 0,
      expiresAt: 4e9,
    })
    expect(await reasonOf(world.caller().auth.check({ token: forged }))).toBe('SESSION_ENDED')
    const { token, user } = await signedIn()
    await world.store.setDisabled(user.id, world.clock.time)
    expect(await reasonOf(world.caller().auth.check({ token }))).toBe('USER_DISABLED')
  })
})

describe('the life of a session', () => {
  it('A9: slides while it is used, and ends at its maximum all the same', async () => {
    let { token } = await signedIn()
    const end = world.clock.time + lifetimes.max
    while (world.clock.time + lifetimes.token < end) {
      world.clock.time += lifetimes.token / 2
      token = (await world.auth.check(token)).renewed ?? token
    }
    world.clock.time = end - 1000
    await world.auth.check(token)
    world.clock.time = end
    expect(await reasonOf(world.caller().auth.check({ token }))).toBe('TOKEN_EXPIRED')
  })

  it('renews a token past half its life, and not before', async () => {
    const { token, session } = await signedIn()
    world.clock.time += lifetimes.token / 2 - 1
    expect((await world.auth.check(token)).renewed).toBeNull()
    world.clock.time += 1
    const { renewed } = await world.auth.check(token)
    expect((await world.auth.check(renewed ?? '')).session.id).toBe(session.id)
  })

  it('B21: writes last-seen at most every five minutes', async () => {
    const { token, user } = await signedIn()
    const seen = async () => (await world.store.listSessions(user.id))[0]?.lastSeenAt
    const start = await seen()
    world.clock.time += 5 * 60_000 - 1
    await world.auth.check(token)
    expect(await seen()).toBe(start)
    world.clock.time += 1
    await world.auth.check(token)
    expect(await seen()).toBe(world.clock.time)
  })
})

describe('a database that is locked by another process', () => {
  it('D37: refuses what must be written with STORE_BUSY, and still knows who is signed in', async () => {
    const { token, user } = await signedIn()
    const code = await world.code()
    world.clock.time += 10 * 60_000
    const other = new DatabaseSync(world.databaseFile)
    other.exec('begin immediate')
    try {
      expect((await world.auth.check(token)).user).toEqual(user)
      expect(await reasonOf(world.caller().auth.login({ code }))).toBe('STORE_BUSY')
    } finally {
      other.exec('rollback')
      other.close()
    }
    expect((await world.caller().auth.login({ code: await world.code() })).user).toEqual(user)
  })
})

describe('auth.logout', () => {
  it('B14: ends this session, the others, or all', async () => {
    const sessions = [await signedIn(), await signedIn(), await signedIn()]
    const [first, second, third] = sessions
    if (!first || !second || !third) throw new Error('three sessions were expected')
    const out = (token: string, scope: 'this' | 'others' | 'all') =>
      world.caller({ bearer: token }).auth.logout({ scope })
    expect(await out(first.token, 'this')).toEqual({ ended: 1 })
    expect(await reasonOf(world.caller().auth.check({ token: first.token }))).toBe('SESSION_ENDED')
    expect(await out(second.token, 'others')).toEqual({ ended: 1 })
    expect(await out(second.token, 'all')).toEqual({ ended: 1 })
    expect(await out(second.token, 'this')).toEqual({ ended: 0 })
    expect(await world.store.listSessions(first.user.id)).toEqual([])
  })

  it('accepts an expired token, but lets no ended session end others', async () => {
    const { token, user } = await signedIn()
    await signedIn()
    world.clock.time += lifetimes.token
    expect(await world.caller({ bearer: token }).auth.logout({ scope: 'this' })).toEqual({ ended: 1 })
    expect(await reasonOf(world.caller({ bearer: token }).auth.logout({ scope: 'all' }))).toBe('SESSION_ENDED')
    expect(await world.store.listSessions(user.id)).toHaveLength(1)
  })

  it('refuses a missing and a broken token', async () => {
    expect(await reasonOf(world.caller().auth.logout({ scope: 'this' }))).toBe('TOKEN_MISSING')
    expect(await reasonOf(world.caller({ bearer: 'a.b.c' }).auth.logout({ scope: 'this' }))).toBe('TOKEN_INVALID')
  })
})

describe('auth.sessions and auth.revoke', () => {
  it('B17: show where one is signed in, newest first, and which one asks', async () => {
    const first = await signedIn()
    world.clock.time += 1000
    const second = await signedIn()
    await signedIn('bob')
    expect(await world.caller({ caller: await world.known(second.token) }).auth.sessions()).toEqual([
      second.session,
      { ...first.session, current: false },
    ])
  })

  it('B17, G73: end one at once, and no other person’s', async () => {
    const [mine, lost, foreign] = [await signedIn(), await signedIn(), await signedIn('bob')]
    const caller = world.caller({ caller: await world.known(mine.token) })
    expect(await reasonOf(caller.auth.revoke({ id: foreign.session.id }))).toBe('NOT_FOUND')
    expect(await caller.auth.revoke({ id: lost.session.id })).toEqual({ ended: 1 })
    expect(await reasonOf(world.caller().auth.check({ token: lost.token }))).toBe('SESSION_ENDED')
    expect(await reasonOf(caller.auth.revoke({ id: lost.session.id }))).toBe('NOT_FOUND')
    await world.caller().auth.check({ token: foreign.token })
  })

  it('leave out a session that nobody used for too long', async () => {
    await signedIn()
    world.clock.time += lifetimes.idle - 1
    const { token } = await signedIn()
    const caller = world.caller({ caller: await world.known(token) })
    expect(await caller.auth.sessions()).toHaveLength(2)
    world.clock.time += 1
    expect(await caller.auth.sessions()).toHaveLength(1)
  })
})

describe('auth.prefetchToken', () => {
  it('A4: opens /prefetch alone, lives as long as the session may idle, and dies with the session', async () => {
    const { user, session, token } = await signedIn()
    const { prefetchToken, expiresAt } = await world.caller({ caller: await world.known(token) }).auth.prefetchToken()
    expect(expiresAt).toBe('2026-01-08T00:00:00.000Z')
    expect(await reasonOf(world.caller().auth.check({ token: prefetchToken }))).toBe('TOKEN_INVALID')
    await expect(world.auth.checkPrefetch(token)).rejects.toMatchObject({ reason: 'TOKEN_INVALID' })
    expect(await world.auth.checkPrefetch(prefetchToken)).toEqual({ user, sessionId: session.id })
    await world.store.endSessions(user.id, { scope: 'all' }, 'revoked')
    await expect(world.auth.checkPrefetch(prefetchToken)).rejects.toMatchObject({ reason: 'SESSION_ENDED' })
  })
})

describe('user.me', () => {
  it('answers the caller, and tells anybody else why not', async () => {
    const { user, token } = await signedIn()
    expect(await world.caller({ caller: await world.known(token) }).user.me()).toEqual(user)
    expect(await reasonOf(world.caller({ caller: { failure: new Refusal('SESSION_ENDED') } }).user.me())).toBe(
      'SESSION_ENDED',
    )
  })
})

describe('inputs', () => {
  it.each([
    ['no code', {}],
    ['an empty code', { code: '' }],
    ['a number', { code: 5 }],
    ['a long code', { code: 'x'.repeat(257) }],
    ['an unknown key', { code: 'x'.repeat(32), role: 'admin' }],
    ['a consent to no version', { code: 'x'.repeat(32), consent: '' }],
    ['nothing', undefined],
    ['null', null],
  ])('F64: auth.login refuses %s, and no code is spent', async (_what, input) => {
    // Bad input comes from outside, where no compiler stands.
    const login: (input: never) => Promise<unknown> = world.caller().auth.login
    await expect(login(input as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it.each([{ scope: 'none' }, {}, undefined])('auth.logout refuses %j', async (input) => {
    const logout: (input: never) => Promise<unknown> = world.caller({ bearer: 'x' }).auth.logout
    await expect(logout(input as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

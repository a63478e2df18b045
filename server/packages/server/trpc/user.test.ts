import { readFileSync } from 'node:fs'
import type { TRPCError } from '@trpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTokens } from 'uni-trpc-auth/testing'
import { reasonOf } from '../testing/reasonOf.ts'
import { testSecrets } from '../testing/secrets.ts'
import { createWorld, nowhere, type World } from '../testing/world.ts'

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

async function person(name = 'alice') {
  const { token, user, session } = await world.caller().auth.login({ code: await world.code(name) })
  const caller = world.caller({
    caller: await world.known(token),
    bearer: token,
    origin: () => ({ ...nowhere, requestId: `request of ${name}` }),
  })
  return { caller, token, user, session }
}

const number = '13800138000'

describe('user.bindPhone', () => {
  it('G76: binds the number that WeChat vouches for, and shows it masked', async () => {
    const { caller, user } = await person()
    expect(await caller.user.bindPhone({ code: await world.phoneCode('alice', number) })).toEqual({
      ...user,
      phone: '138****8000',
    })
    expect((await world.auth.check((await person()).token)).user.phone).toBe('138****8000')
    expect(readFileSync(world.databaseFile).includes(number)).toBe(false)
  })

  it('E48: spends a phone code once, also when it comes twice at once', async () => {
    const { caller } = await person()
    const code = await world.phoneCode('alice', number)
    const outcomes = await Promise.allSettled([caller.user.bindPhone({ code }), caller.user.bindPhone({ code })])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await reasonOf(caller.user.bindPhone({ code }))).toBe('CODE_USED')
  })

  it('E48: gives one number to one of two who prove it at once, and tells the other', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')]
    const [a, b] = [await world.phoneCode('alice', number), await world.phoneCode('bob', number)]
    const outcomes = await Promise.all([
      alice.caller.user.bindPhone({ code: a }).then(
        () => 'bound',
        (error: TRPCError) => error.message,
      ),
      bob.caller.user.bindPhone({ code: b }).then(
        () => 'bound',
        (error: TRPCError) => error.message,
      ),
    ])
    expect(outcomes.sort()).toEqual(['PHONE_TAKEN', 'bound'])
  })

  it('lets nobody spend another’s code, nor a login code', async () => {
    const { caller } = await person('alice')
    const bobs = await world.phoneCode('bob', number)
    expect(await reasonOf(caller.user.bindPhone({ code: bobs }))).toBe('CODE_INVALID')
    expect((await (await person('bob')).caller.user.bindPhone({ code: bobs })).phone).toBe('138****8000')
    expect(await reasonOf(caller.user.bindPhone({ code: await world.code('alice') }))).toBe('CODE_INVALID')
    expect((await caller.user.me()).phone).toBeNull()
  })

  it('B18: changes a number with a fresh proof of the new one', async () => {
    const { caller } = await person()
    await caller.user.bindPhone({ code: await world.phoneCode('alice', number) })
    expect((await caller.user.bindPhone({ code: await world.phoneCode('alice', '13900139000') })).phone).toBe(
      '139****9000',
    )
    const bob = await person('bob')
    expect((await bob.caller.user.bindPhone({ code: await world.phoneCode('bob', number) })).phone).toBe('138****8000')
  })

  it('reads what older clients send, with the session key of the sign-in', async () => {
    const { caller } = await person()
    expect((await caller.user.bindPhone(await world.encryptedPhone('alice', number))).phone).toBe('138****8000')
  })

  it('tells a session key that WeChat has replaced from data that is broken', async () => {
    const { caller } = await person()
    await world.code('alice')
    expect(await reasonOf(caller.user.bindPhone(await world.encryptedPhone('alice', number)))).toBe('CODE_INVALID')
    const again = await person()
    expect(await reasonOf(again.caller.user.bindPhone({ encryptedData: 'AAAA', iv: 'AAAAAAAAAAAAAAAAAAAAAA==' }))).toBe(
      'INPUT_INVALID',
    )
  })

  it('G69: is refused when tried too often', async () => {
    await world.close()
    world = await createWorld({ limitSizes: { phoneCodes: 2 } })
    const { caller } = await person()
    for (const _try of [1, 2]) await reasonOf(caller.user.bindPhone({ code: 'x'.repeat(32) }))
    expect(await reasonOf(caller.user.bindPhone({ code: await world.phoneCode('alice', number) }))).toBe('RATE_LIMITED')
  })
})

describe('user.unbindPhone', () => {
  it('forgets the number and leaves it to others', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')]
    await alice.caller.user.bindPhone({ code: await world.phoneCode('alice', number) })
    expect(await reasonOf(bob.caller.user.bindPhone({ code: await world.phoneCode('bob', number) }))).toBe(
      'PHONE_TAKEN',
    )
    expect((await alice.caller.user.unbindPhone()).phone).toBeNull()
    expect((await bob.caller.user.bindPhone({ code: await world.phoneCode('bob', number) })).phone).toBe('138****8000')
  })
})

describe('user.update', () => {
  it.each(['小明', 'Zoë 👩‍👩‍👧', 'ﷺ ‏אב', 'x'.repeat(32), "Robert'); DROP TABLE users;--"])(
    'F60: keeps the nickname %j exactly',
    async (nickname) => {
      const { caller, token } = await person()
      expect((await caller.user.update({ nickname })).nickname).toBe(nickname.normalize('NFC'))
      expect((await world.auth.check(token)).user.nickname).toBe(nickname.normalize('NFC'))
    },
  )

  it.each(['', '   ', 'x'.repeat(33), 'a\u0000b', 'a\nb', '\u001b[31m', '\ud800', 'a\u2028b', 'x'.repeat(10_000)])(
    'F60: refuses the nickname %j',
    async (nickname) => {
      const { caller } = await person()
      await expect(caller.user.update({ nickname })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    },
  )
})

describe('user.leave', () => {
  it('deletes what is personal, ends every session, and the same WeChat account begins anew', async () => {
    const [first, second] = [await person(), await person()]
    await first.caller.user.bindPhone({ code: await world.phoneCode('alice', number) })
    await first.caller.user.update({ nickname: '小明' })
    expect(await first.caller.user.leave()).toEqual({ left: true })
    for (const { token } of [first, second])
      expect(await reasonOf(world.caller().auth.check({ token }))).toBe('SESSION_ENDED')
    const anew = await person()
    expect(anew.user.id).not.toBe(first.user.id)
    expect(anew.user).toMatchObject({ nickname: null, phone: null })
    const bob = await person('bob')
    expect((await bob.caller.user.bindPhone({ code: await world.phoneCode('bob', number) })).phone).toBe('138****8000')
  })
})

describe('the audit', () => {
  it('H87: holds who did what and under which request, and no code, number or token', async () => {
    const { caller, user, token, session } = await person()
    const other = await person()
    const code = await world.phoneCode('alice', number)
    await caller.user.bindPhone({ code })
    await caller.user.unbindPhone()
    await caller.auth.revoke({ id: other.session.id })
    await caller.auth.logout({ scope: 'this' })
    const rows = await world.store.listAudit(user.id)
    expect(new Set(rows.map(({ event }) => event))).toEqual(
      new Set(['sign-in', 'bind', 'unbind', 'revoke', 'sign-out']),
    )
    expect(
      rows.filter(({ event }) => event !== 'sign-in').every(({ requestId }) => requestId === 'request of alice'),
    ).toBe(true)
    const text = JSON.stringify(rows)
    for (const canary of [code, number, token]) expect(text).not.toContain(canary)
    expect(session.id).toBeTruthy()
  })
})

describe('one person in two mini programs', () => {
  it('E54: is one user by the unionid, and a token from before that was known stays good', async () => {
    await world.close()
    world = await createWorld({
      apps: new Map([
        ['wxone', 'a'.repeat(32)],
        ['wxtwo', 'b'.repeat(32)],
      ]),
    })
    const first = await world.caller().auth.login({ code: await world.code('alice', 'wxone'), appId: 'wxone' })
    const second = await world.caller().auth.login({ code: await world.code('alice', 'wxtwo'), appId: 'wxtwo' })
    expect(second.user.id).toBe(first.user.id)

    const at = world.clock.time
    const sign = (appId: string, unionId: string | null, id: string) =>
      world.store.signIn({
        appId,
        openId: `o-${appId}`,
        unionId,
        sessionKey: 'key',
        userId: `u-${id}`,
        replaces: null,
        cap: 20,
        session: { id: `s-${id}`, device: null, address: null, createdAt: at, expiresAt: at + 1e9 },
      })
    await sign('wxone', null, 'older')
    world.clock.time += 1000
    const { user } = await sign('wxtwo', 'union', 'younger')
    const token = createTokens(testSecrets.token).sign({
      userId: user.id,
      sessionId: 's-younger',
      issuedAt: at / 1000,
      expiresAt: at / 1000 + 7200,
    })
    await sign('wxone', 'union', 'third')
    expect((await world.auth.check(token)).user.id).toBe('u-older')
  })
})

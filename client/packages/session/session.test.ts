import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '../../../server/procedures/router.ts'
import { refusalOf, refusals as refusalTable, type Reason } from 'uni-trpc-protocol'
import { lifetimes } from 'uni-trpc-server/testing'
import { createWorld, type World } from './testing/world.ts'
import { kindOf } from 'uni-trpc-link'
import type { SessionStorage } from './keptSession.ts'
import { LoginError } from './loginCode.ts'
import type { Session } from './session.ts'
import { createMemoryStorage, createPhone } from './testing/phone.ts'

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: unknown) => error,
  )
const reasonOf = async (call: Promise<unknown>) => refusalOf(await failureOf(call))
/** Lets a token die, so that the phone knows it too. */
const letTokenDie = () => void (world.clock.time += lifetimes.token)
/** The server alone knows that the token is dead: its session was replaced. */
const letServerForget = (userId: string) => world.store.endSessions(userId, { scope: 'all' }, 'replaced')

describe('signing in by hand', () => {
  it('is one request, and what follows goes with the token', async () => {
    const phone = createPhone(world)
    const { user } = await phone.signIn()
    expect(phone.sent).toHaveLength(1)
    expect(phone.session.state).toBe('signed-in')
    expect(await phone.api.user.me.query()).toEqual(user)
    expect(phone.sent[1]?.header).toEqual({
      'content-type': 'application/json',
      authorization: expect.stringMatching(/^Bearer /),
    })
    expect(phone.logins()).toBe(0)
  })

  it('comes first: nothing signs in before the person asked', async () => {
    const phone = createPhone(world)
    expect(await reasonOf(phone.api.user.me.query())).toBe('TOKEN_MISSING')
    expect([phone.logins(), phone.session.state]).toEqual([0, 'never'])
  })

  it('may be left to the program’s start, if the program says so', async () => {
    const phone = createPhone(world, { start: 'launch' })
    expect(await phone.api.user.me.query()).toHaveProperty('id')
    expect([phone.sent.length, phone.logins(), phone.session.state]).toEqual([1, 1, 'signed-in'])
  })
})

describe('signing in silently', () => {
  it('costs a returning person with a dead token one request, and replaces the old session', async () => {
    const before = createPhone(world)
    const { user } = await before.signIn()
    letTokenDie()
    const phone = createPhone(world, { storage: before.storage })
    expect(await phone.api.user.me.query()).toEqual(user)
    expect([phone.sent.length, phone.logins()]).toEqual([1, 1])
    expect(await world.store.listSessions(user.id)).toHaveLength(1)
  })

  it('follows a refusal that the phone could not foresee, once', async () => {
    const phone = createPhone(world)
    const { user } = await phone.signIn()
    await letServerForget(user.id)
    expect(await phone.api.user.me.query()).toEqual(user)
    expect([phone.sent.length, phone.logins()]).toEqual([3, 1])
  })

  it('E55: is one sign-in and ten answers for ten calls at once, known dead or not', async () => {
    const phone = createPhone(world, { maxItems: 3 })
    const { user } = await phone.signIn()
    const ten = () => Promise.all(Array.from({ length: 10 }, () => phone.api.user.me.query()))
    letTokenDie()
    expect(await ten()).toEqual(Array.from({ length: 10 }, () => user))
    expect(phone.logins()).toBe(1)
    expect(phone.sent.filter(({ header }) => header['x-login-code'])).toHaveLength(1)
    await letServerForget(user.id)
    expect(await ten()).toHaveLength(10)
    expect(phone.logins()).toBe(2)
    expect(await world.store.listSessions(user.id)).toHaveLength(1)
  })

  it('E55: rejects all ten when it fails, and works again afterwards', async () => {
    const phone = createPhone(world, { maxItems: 3 })
    await phone.signIn()
    letTokenDie()
    const reasons = () => Promise.all(Array.from({ length: 10 }, () => reasonOf(phone.api.user.me.query())))
    await world.fault({ errcode: 40226 })
    expect(await reasons()).toEqual(Array.from({ length: 10 }, () => 'CODE_BLOCKED'))
    expect(phone.logins()).toBe(1)
    await world.fault({ errcode: 40013 })
    expect(new Set(await reasons())).toEqual(new Set(['WECHAT_MISCONFIGURED']))
    expect(await phone.api.user.me.query()).toHaveProperty('id')
  })

  it('lets the code ride on one request when a query and a mutation leave in one tick', async () => {
    const phone = createPhone(world)
    const { user } = await phone.signIn()
    await phone.api.auth.logout.mutate({ scope: 'others' })
    letTokenDie()
    phone.sent.length = 0
    const [me, out] = await Promise.all([
      phone.api.user.me.query(),
      phone.api.auth.logout.mutate({ scope: 'others' }, { context: {} }),
    ])
    expect(me).toEqual(user)
    expect(out).toEqual({ ended: 0 })
    expect(phone.sent).toHaveLength(2)
    expect(phone.sent.filter(({ header }) => header['x-login-code'])).toHaveLength(1)
  })

  it('holds other requests until the sign-in is over, then sends them with the new token', async () => {
    const phone = createPhone(world, { maxItems: 1 })
    await phone.signIn()
    letTokenDie()
    phone.sent.length = 0
    let release = () => {}
    phone.network.hold = new Promise((resolve) => (release = resolve))
    const calls = Promise.all([phone.api.user.me.query(), phone.api.user.me.query()])
    await expect.poll(() => phone.sent.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(phone.sent).toHaveLength(1)
    release()
    await calls
    expect(phone.sent[1]?.header['x-login-code']).toBeUndefined()
    expect(phone.sent[1]?.header['authorization']).not.toBe(phone.sent[0]?.header['authorization'])
  })

  it('replays only what was refused', async () => {
    const phone = createPhone(world)
    const { user, token } = await phone.signIn()
    const other = await createPhone(world, { person: 'bob' }).signIn()
    await letServerForget(user.id)
    phone.sent.length = 0
    const [me, check] = await Promise.all([
      phone.api.user.me.query(),
      phone.api.auth.check.query({ token: other.token }),
    ])
    expect([me, check.user]).toEqual([user, other.user])
    expect(phone.sent.map(({ url }) => url.replace(/.*trpc\//, ''))).toEqual([
      'user.me,auth.check?batch=1',
      'user.me?batch=1',
    ])
    expect(token).not.toBe(other.token)
  })

  it('tries one more code after a refused one, and no third', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    letTokenDie()
    await world.fault({ errcode: 40029 })
    expect(await phone.api.user.me.query()).toHaveProperty('id')
    expect(phone.logins()).toBe(2)
    letTokenDie()
    await world.fault({ errcode: 40163, times: 5 })
    expect(await reasonOf(phone.api.user.me.query())).toBe('CODE_USED')
    expect(phone.logins()).toBe(4)
  })

  it('C31: never sends a code again whose answer was lost', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    letTokenDie()
    phone.network.isOffline = true
    expect(kindOf(await failureOf(phone.api.user.me.query()))).toBe('offline')
    phone.network.isOffline = false
    await phone.api.user.me.query()
    const codes = phone.sent.map(({ header }) => header['x-login-code']).filter(Boolean)
    expect([codes.length, new Set(codes).size]).toEqual([2, 2])
  })

  it('rejects every call when WeChat gives no code, and leaves none hanging', async () => {
    let isBroken = true
    const phone = createPhone(world, {
      maxItems: 2,
      login: () => (isBroken ? Promise.reject(new Error('login:fail')) : world.code()),
    })
    await phone.signIn()
    letTokenDie()
    const failures = await Promise.all(Array.from({ length: 6 }, () => failureOf(phone.api.user.me.query())))
    for (const failure of failures) expect(failure).toMatchObject({ message: 'login:fail' })
    isBroken = false
    expect(await phone.api.user.me.query()).toHaveProperty('id')
  })

  it('passes the gate on when the call that held it is aborted', async () => {
    const phone = createPhone(world, { maxItems: 1 })
    await phone.signIn()
    letTokenDie()
    let release = () => {}
    phone.network.hold = new Promise((resolve) => (release = resolve))
    const abort = new AbortController()
    const first = failureOf(phone.api.user.me.query(undefined, { signal: abort.signal }))
    const second = phone.api.user.me.query()
    await expect.poll(() => phone.sent.length).toBe(2)
    abort.abort()
    release()
    expect(await first).toBeInstanceOf(Error)
    expect(await second).toHaveProperty('id')
  })

  it('does not happen for a call that says so, nor for auth.check', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    letTokenDie()
    expect(await reasonOf(phone.api.user.me.query(undefined, { context: { silent: false } }))).toBe('TOKEN_EXPIRED')
    expect(await reasonOf(phone.api.auth.check.query())).toBe('TOKEN_EXPIRED')
    expect(phone.logins()).toBe(0)
  })
})

describe('a login code that never comes', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true }))
  afterEach(() => void vi.useRealTimers())
  const never = () => new Promise<string>(() => {})

  it('fails every call in time, those beside it and later ones too, and the gate is released', async () => {
    let isSilent = true
    const phone = createPhone(world, { maxItems: 1, login: () => (isSilent ? never() : world.code()) })
    await phone.signIn()
    letTokenDie()
    for (const _round of ['at first', 'and later']) {
      const failures = Promise.all([1, 2, 3].map(() => failureOf(phone.api.user.me.query())))
      await vi.advanceTimersByTimeAsync(11_000)
      for (const failure of await failures)
        expect(failure).toMatchObject({ message: 'login:fail timeout', cause: expect.any(LoginError) })
    }
    expect(phone.logins()).toBe(2)
    isSilent = false
    const me = phone.api.user.me.query()
    await vi.advanceTimersByTimeAsync(1000)
    expect(await me).toHaveProperty('id')
  })

  it('is waited for once: who gives up leaves it to the next, whose own time counts', async () => {
    let give = (_code: string) => {}
    const phone = createPhone(world, { maxItems: 1, login: () => new Promise((resolve) => (give = resolve)) })
    await phone.signIn()
    letTokenDie()
    phone.sent.length = 0
    const abort = new AbortController()
    const first = failureOf(phone.api.user.me.query(undefined, { signal: abort.signal }))
    const second = phone.api.user.me.query()
    await vi.advanceTimersByTimeAsync(100)
    abort.abort()
    await vi.advanceTimersByTimeAsync(100)
    give(await world.code('alice'))
    await vi.advanceTimersByTimeAsync(100)
    expect(kindOf(await first)).toBe('aborted')
    expect(await second).toHaveProperty('id')
    expect([phone.logins(), phone.sent.length]).toEqual([1, 1])
  })

  it('holds no call longer than its own timeout and a grace, an open one beside it neither, and fails nobody else', async () => {
    let give = (_code: string) => {}
    const phone = createPhone(world, { login: () => new Promise((resolve) => (give = resolve)) })
    await phone.signIn()
    letTokenDie()
    const context = { timeout: 100 }
    const patient = phone.api.user.me.query()
    const hasty = [
      failureOf(phone.api.user.me.query(undefined, { context })),
      failureOf(phone.api.auth.check.query(undefined, { context })),
    ]
    await vi.advanceTimersByTimeAsync(5500)
    for (const failure of await Promise.all(hasty)) expect(kindOf(failure)).toBe('timeout')
    give(await world.code('alice'))
    await vi.advanceTimersByTimeAsync(100)
    expect(await patient).toHaveProperty('id')
    expect(phone.logins()).toBe(1)
  })

  it('does no harm when it comes late, or fails late, beside the sign-in that followed', async () => {
    const late: { give: (code: string) => void; fail: (error: Error) => void }[] = []
    const phone = createPhone(world, {
      maxItems: 1,
      login: () => new Promise((give, fail) => late.push({ give, fail })),
    })
    await phone.signIn()
    letTokenDie()
    const first = failureOf(phone.api.user.me.query())
    await vi.advanceTimersByTimeAsync(11_000)
    await first
    const second = phone.api.user.me.query()
    await vi.advanceTimersByTimeAsync(100)
    late[0]?.fail(new Error('login:fail'))
    await vi.advanceTimersByTimeAsync(100)
    late[1]?.give(await world.code('alice'))
    await vi.advanceTimersByTimeAsync(100)
    expect(await second).toHaveProperty('id')
    expect(phone.sent.filter(({ header }) => header['x-login-code'])).toHaveLength(1)
  })
})

describe('a session that was ended', () => {
  it.each([
    ['SESSION_ENDED', (userId: string) => world.store.endSessions(userId, { scope: 'all' }, 'revoked')],
    ['USER_DISABLED', (userId: string) => world.store.setDisabled(userId, world.clock.time)],
  ] as const)(
    'tells the person %s and stays out, also after a restart and with the token dead',
    async (reason, end) => {
      for (const isDead of [false, true]) {
        await world.close()
        world = await createWorld()
        const phone = createPhone(world)
        const { user } = await phone.signIn()
        await end(user.id)
        if (isDead) letTokenDie()
        expect(await reasonOf(phone.api.user.me.query())).toBe(reason)
        expect(await reasonOf(phone.api.user.me.query())).toBe('TOKEN_MISSING')
        const restarted = createPhone(world, { storage: phone.storage, start: 'launch' })
        expect(await reasonOf(restarted.api.user.me.query())).toBe('TOKEN_MISSING')
        expect([restarted.session.state, restarted.logins()]).toEqual(['signed-out', 0])
      }
    },
  )

  it('lets the person in again who asks', async () => {
    const phone = createPhone(world)
    const { user } = await phone.signIn()
    await world.store.endSessions(user.id, { scope: 'all' }, 'revoked')
    await reasonOf(phone.api.user.me.query())
    expect((await phone.signIn()).user).toEqual(user)
    expect(await phone.api.user.me.query()).toEqual(user)
  })
})

describe('a socket', () => {
  /** Its subscriptions end as the test says, each with what the server refuses it with. */
  function socketOf(session: Session<AppRouter>) {
    const refusals: { id: number; refuse: (reason: Reason) => void }[] = []
    const api = createTRPCClient<AppRouter>({
      links: [
        session.link,
        () =>
          ({ op }) =>
            observable((observer) => {
              const refuse = (reason: Reason) => {
                const { code, number } = refusalTable[reason]
                const data = { code, httpStatus: 401, reason, reasonCode: number }
                observer.error(TRPCClientError.from({ error: { message: reason, code: -32001, data } }))
              }
              refusals.push({ id: op.id, refuse })
            }),
      ],
    })
    const errors: unknown[] = []
    const subscribe = () => api.auth.events.subscribe(undefined, { onError: (error) => errors.push(refusalOf(error)) })
    return { subscribe, errors, refuse: (reason: Reason) => refusals.splice(0).forEach((one) => one.refuse(reason)) }
  }

  it.each(['SESSION_ENDED', 'USER_DISABLED'] as const)(
    'that is refused with %s ends the sign-in here, too',
    async (reason) => {
      const phone = createPhone(world)
      await phone.signIn()
      const socket = socketOf(phone.session)
      await phone.session.connectionParams()
      socket.subscribe()
      socket.refuse(reason)
      expect([socket.errors, phone.session.state]).toEqual([[reason], 'signed-out'])
      expect(createPhone(world, { storage: phone.storage }).session.state).toBe('signed-out')
    },
  )

  it('that was opened as somebody who has left since, says nothing of who came after', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    const socket = socketOf(phone.session)
    await phone.session.connectionParams()
    socket.subscribe()
    await phone.api.auth.logout.mutate({ scope: 'this' })
    await phone.signIn()
    socket.refuse('SESSION_ENDED')
    expect(phone.session.state).toBe('signed-in')
    expect(await phone.api.user.me.query()).toHaveProperty('id')
  })

  it('that is refused a dead token lets the next call sign in silently', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    const socket = socketOf(phone.session)
    await phone.session.connectionParams()
    socket.subscribe()
    socket.refuse('TOKEN_EXPIRED')
    socket.refuse('TOKEN_EXPIRED')
    expect([socket.errors, phone.session.state]).toEqual([['TOKEN_EXPIRED'], 'signed-in'])
    expect(await phone.api.user.me.query()).toHaveProperty('id')
    expect(phone.logins()).toBe(1)
  })

  it('is to be closed whenever another session counts, and not for a new token of the same', async () => {
    const changes: (string | null)[] = []
    const storage = createMemoryStorage()
    const phone = createPhone(world, { storage, onChange: () => changes.push(phone.session.id) })
    await phone.signIn()
    const first = phone.session.id
    world.clock.time += lifetimes.token / 2
    await phone.api.user.me.query()
    expect(changes).toEqual([first])
    letTokenDie()
    await phone.api.user.me.query()
    const second = phone.session.id
    await phone.api.auth.logout.mutate({ scope: 'this' })
    expect(changes).toEqual([first, second, null])
    expect(new Set(changes).size).toBe(3)
  })
})

describe('signing out', () => {
  it('ends the session on the server and stays out, also after a restart', async () => {
    const phone = createPhone(world)
    const { user, token } = await phone.signIn()
    expect(await phone.api.auth.logout.mutate({ scope: 'this' })).toEqual({ ended: 1 })
    expect(await reasonOf(phone.api.auth.check.query({ token }))).toBe('SESSION_ENDED')
    const restarted = createPhone(world, { storage: phone.storage })
    expect(await reasonOf(restarted.api.user.me.query())).toBe('TOKEN_MISSING')
    expect([restarted.session.state, restarted.logins()]).toEqual(['signed-out', 0])
    expect(await world.store.listSessions(user.id)).toEqual([])
  })

  it('is not undone by the renewal of the token it was sent with', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    world.clock.time += lifetimes.token / 2
    await phone.api.auth.logout.mutate({ scope: 'this' })
    expect(phone.session.state).toBe('signed-out')
    expect(await reasonOf(phone.api.user.me.query())).toBe('TOKEN_MISSING')
  })

  it('works on the phone when the network does not', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    phone.network.isOffline = true
    expect(kindOf(await failureOf(phone.api.auth.logout.mutate({ scope: 'this' })))).toBe('offline')
    expect(phone.session.state).toBe('signed-out')
    phone.network.isOffline = false
    expect(await reasonOf(phone.api.user.me.query())).toBe('TOKEN_MISSING')
  })

  it('keeps this phone in when it ends the others', async () => {
    const phone = createPhone(world)
    await createPhone(world).signIn()
    await phone.signIn()
    expect(await phone.api.auth.logout.mutate({ scope: 'others' })).toEqual({ ended: 1 })
    expect(await phone.api.user.me.query()).toHaveProperty('id')
  })

  it('E52: is not undone by an answer that was on its way', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    letTokenDie()
    let release = () => {}
    phone.network.hold = new Promise((resolve) => (release = resolve))
    const late = failureOf(phone.api.user.me.query())
    await expect.poll(() => phone.sent.length).toBe(2)
    const out = failureOf(phone.api.auth.logout.mutate({ scope: 'this' }))
    release()
    await Promise.all([late, out])
    expect(phone.session.state).toBe('signed-out')
    expect(await reasonOf(phone.api.user.me.query())).toBe('TOKEN_MISSING')
  })
})

describe('renewal', () => {
  it('costs no request: a token past half its life comes back new, and survives a restart', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    world.clock.time += lifetimes.token / 2
    await phone.api.user.me.query()
    world.clock.time += lifetimes.token / 2
    const restarted = createPhone(world, { storage: phone.storage })
    expect(await restarted.api.user.me.query()).toHaveProperty('id')
    expect([phone.logins(), restarted.logins(), restarted.sent.length]).toEqual([0, 0, 1])
  })
})

describe('what the session makes of odd circumstances', () => {
  it('is not signed out by what auth.check says of another token', async () => {
    const other = createPhone(world)
    const { token } = await other.signIn()
    const phone = createPhone(world)
    await phone.signIn()
    await other.api.auth.logout.mutate({ scope: 'this' })
    expect(await reasonOf(phone.api.auth.check.query({ token }))).toBe('SESSION_ENDED')
    expect(await reasonOf(phone.api.auth.check.query({ token: 'x.y.z' }))).toBe('TOKEN_INVALID')
    for (const _call of [1, 2, 3]) await phone.api.user.me.query()
    expect([phone.session.state, phone.logins()]).toEqual(['signed-in', 0])
  })

  it('asks for one code, not one per call, when its clock was set forward and the token is good', async () => {
    const storage = createMemoryStorage()
    await createPhone(world, { storage }).signIn()
    storage.write({ ...Object(storage.read()), diesAt: 0 })
    const phone = createPhone(world, { storage })
    for (const _call of [1, 2, 3]) await phone.api.user.me.query()
    expect(phone.logins()).toBe(1)
  })

  it('does not take a refused phone code for a refused login code', async () => {
    const phone = createPhone(world)
    await phone.signIn()
    letTokenDie()
    const code = await world.code('alice')
    expect(await reasonOf(phone.api.user.bindPhone.mutate({ code }))).toBe('CODE_INVALID')
    expect([phone.sent.length, phone.logins()]).toEqual([2, 1])
  })

  it('E51: keeps the newer session when a slow answer renews an older token', async () => {
    const phone = createPhone(world, { maxItems: 1 })
    await phone.signIn()
    const first = phone.session.id
    world.clock.time += lifetimes.token - 1000
    let release = () => {}
    const request = world.app.request
    world.app.request = async (path, init) => {
      const answer = await request(path, init)
      world.app.request = request
      await new Promise<void>((resolve) => (release = resolve))
      return answer
    }
    const slow = phone.api.user.me.query()
    await expect.poll(() => world.app.request === request).toBe(true)
    world.clock.time += 2000
    await phone.api.user.me.query()
    const second = phone.session.id
    release()
    await slow
    expect(second).not.toBe(first)
    expect(phone.session.id).toBe(second)
  })

  it('signs in with the phone’s storage full, by hand and silently', async () => {
    const storage = createMemoryStorage()
    const full = {
      read: storage.read,
      write: () => {
        throw new Error('setStorageSync:fail')
      },
    }
    const phone = createPhone(world, { storage: full })
    await phone.signIn()
    letTokenDie()
    expect(await phone.api.user.me.query()).toHaveProperty('id')
    const broken = {
      read: () => {
        throw new Error('getStorageSync:fail')
      },
      write: () => undefined,
    }
    expect((await createPhone(world, { storage: broken }).signIn()).user).toHaveProperty('id')
  })

  it('lets those who wait go on when a call that never signs in was refused beside the code', async () => {
    const phone = createPhone(world, { maxItems: 2 })
    await phone.signIn()
    letTokenDie()
    await world.fault({ errcode: 40029 })
    const [, me, waiting] = await Promise.all([
      reasonOf(phone.api.auth.check.query()),
      reasonOf(phone.api.user.me.query()),
      reasonOf(phone.api.user.me.query()),
    ])
    expect([me, waiting]).toEqual([null, null])
  })

  it('B20: leaves one session of one phone on the server, however many answers were lost', async () => {
    const phone = createPhone(world)
    const { user } = await phone.signIn()
    letTokenDie()
    const request = world.app.request
    world.app.request = async (path, init) => {
      await request(path, init)
      return new Response('bad gateway', { status: 502 })
    }
    for (const _lost of [1, 2, 3]) await failureOf(phone.api.user.me.query())
    world.app.request = request
    await phone.api.user.me.query()
    expect(await world.store.listSessions(user.id)).toHaveLength(1)
  })

  it('E52: a sign-out while a silent sign-in is under way leaves no session on the server', async () => {
    const phone = createPhone(world, { maxItems: 1 })
    const { user } = await phone.signIn()
    letTokenDie()
    const request = world.app.request
    let release = () => {}
    let isAnswered = false
    world.app.request = async (path, init) => {
      const answer = await request(path, init)
      isAnswered = true
      if (path.includes('user.me')) await new Promise<void>((resolve) => (release = resolve))
      return answer
    }
    const me = failureOf(phone.api.user.me.query())
    await expect.poll(() => isAnswered).toBe(true)
    expect(await phone.api.auth.logout.mutate({ scope: 'this' })).toEqual({ ended: 1 })
    release()
    await me
    expect(await world.store.listSessions(user.id)).toEqual([])
  })
})

describe('what the phone kept', () => {
  /** The storage as a phone shows it that fails on its first `times` readings. */
  function failing(storage: SessionStorage, times: number, read: () => unknown): SessionStorage {
    let left = times
    return { ...storage, read: () => (left-- > 0 ? read() : storage.read()) }
  }
  const readings: [string, () => unknown][] = [
    [
      'throws',
      () => {
        throw new Error('getStorageSync:fail')
      },
    ],
    ['comes back empty', () => ''],
    ['comes back undefined', () => undefined],
    ['comes back as half a JSON text', () => '{"state":"signed-in","tok'],
    ['comes back as something foreign', () => ({ data: 1 })],
  ]

  it.each(readings)('is never overwritten by its absence: a reading that %s signs nobody out', async (_how, read) => {
    for (const times of [1, 2, 3, 100]) {
      const { storage, signIn } = createPhone(world)
      await signIn()
      const before = storage.read()
      const phone = createPhone(world, { storage: failing(storage, times, read) })
      await failureOf(phone.api.user.me.query())
      await failureOf(phone.api.auth.check.query())
      if (times < 100) expect(await reasonOf(phone.api.auth.check.query())).toBe(null)
      expect([storage.read(), phone.logins()]).toEqual([before, 0])
      expect(createPhone(world, { storage }).session.state).toBe('signed-in')
    }
  })

  it.each(readings)('is read again before a call is refused, when a reading %s', async (_how, read) => {
    const { storage, signIn } = createPhone(world)
    const { user } = await signIn()
    for (const times of [1, 2]) {
      const phone = createPhone(world, { storage: failing(storage, times, read) })
      expect(await phone.api.user.me.query()).toEqual(user)
      expect([phone.session.state, phone.logins()]).toEqual(['signed-in', 0])
    }
    expect(await world.store.listSessions(user.id)).toHaveLength(1)
  })

  it.each(readings.slice(0, 3))(
    'lets nobody in at launch who may have signed out, when reading %s',
    async (_how, read) => {
      const { storage, signIn, api } = createPhone(world)
      await signIn()
      await api.auth.logout.mutate({ scope: 'this' })
      const doubtful = { ...failing(storage, 4, read), holds: () => true }
      const phone = createPhone(world, { storage: doubtful, start: 'launch' })
      expect(await reasonOf(phone.api.user.me.query())).toBe('TOKEN_MISSING')
      expect(await reasonOf(phone.api.user.me.query())).toBe('TOKEN_MISSING')
      expect([phone.logins(), phone.session.state]).toEqual([0, 'signed-out'])
    },
  )

  it('locks nobody out at launch for good whose storage is lost', async () => {
    const lost = {
      read: () => '',
      write: () => undefined,
      holds: () => {
        throw new Error('getStorageInfoSync:fail')
      },
    }
    const phone = createPhone(world, { storage: lost, start: 'launch' })
    for (const _call of [1, 2, 3, 4, 5]) await failureOf(phone.api.user.me.query())
    expect(await phone.api.user.me.query()).toHaveProperty('id')
  })

  it('is believed as its JSON text, too, as some phones give it back', async () => {
    const { storage, signIn } = createPhone(world)
    const { user } = await signIn()
    const phone = createPhone(world, { storage: { ...storage, read: () => JSON.stringify(storage.read()) } })
    expect([await phone.api.user.me.query(), phone.logins()]).toEqual([user, 0])
  })

  it('is replaced by a sign-in by hand, read or not', async () => {
    const { storage, signIn } = createPhone(world)
    await signIn()
    const other = createPhone(world, { person: 'bob', storage: { ...storage, read: () => '' } })
    const { user } = await other.signIn()
    expect(await createPhone(world, { storage }).api.user.me.query()).toEqual(user)
  })

  it('ends on the server what could at first not be read, when the person signs out', async () => {
    const { storage, signIn } = createPhone(world)
    await signIn()
    const phone = createPhone(world, { storage: failing(storage, 1, () => '') })
    expect(await phone.api.auth.logout.mutate({ scope: 'this' })).toEqual({ ended: 1 })
    expect(createPhone(world, { storage }).session.state).toBe('signed-out')
  })

  it('is written as soon as the phone can, when it could not at first', async () => {
    const storage = createMemoryStorage()
    let isFull = true
    const write = (kept: unknown) => {
      if (isFull) throw new Error('setStorageSync:fail exceed storage max size 10Mb')
      storage.write(kept)
    }
    const phone = createPhone(world, { storage: { ...storage, write } })
    const { user } = await phone.signIn()
    expect(createPhone(world, { storage }).session.state).toBe('never')
    isFull = false
    await phone.api.user.me.query()
    expect(await createPhone(world, { storage }).api.user.me.query()).toEqual(user)
  })

  it('lets nobody stay in who signed out while the storage was full', async () => {
    const storage = createMemoryStorage()
    const phone = createPhone(world, { storage: { ...storage, write: full, remove: () => storage.write('') } })
    function full(kept: unknown): void {
      if (storage.read() !== '' && storage.read() !== null)
        throw new Error('setStorageSync:fail exceed storage max size 10Mb')
      storage.write(kept)
    }
    await phone.signIn()
    phone.network.isOffline = true
    await failureOf(phone.api.auth.logout.mutate({ scope: 'this' }))
    expect(createPhone(world, { storage }).session.state).toBe('signed-out')
  })

  it.each(['', 'x', 5, { state: 'admin' }, { state: 'signed-in', token: 5, diesAt: 'x' }, []])(
    'is not believed when it is broken (%j)',
    async (broken) => {
      const storage = createMemoryStorage()
      storage.write(broken)
      const phone = createPhone(world, { storage })
      await reasonOf(phone.api.user.me.query())
      expect((await phone.signIn()).user).toHaveProperty('id')
    },
  )

  it('counts a token’s life from its arrival, so that a wrong clock on the phone does no harm', async () => {
    const phone = createPhone(world)
    const { token } = await phone.signIn()
    const hourAhead = createMemoryStorage()
    hourAhead.write({ state: 'signed-in', token, diesAt: world.clock.time - 1 })
    const wrong = createPhone(world, { storage: hourAhead })
    expect(await wrong.api.user.me.query()).toHaveProperty('id')
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refusalOf } from 'uni-trpc-protocol'
import { createWorld, type World } from './testing/world.ts'
import { createPhone } from './testing/phone.ts'

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

describe('the request count', () => {
  it('grows by each request once its headers are known, and by none that was never sent', async () => {
    const failing = { login: () => Promise.reject(new Error('no code')), start: 'launch' } as const
    const stranger = createPhone(world, failing)
    await expect(stranger.api.user.me.query()).rejects.toThrow('no code')
    expect([stranger.requests(), stranger.sent.length]).toEqual([0, 0])
    const phone = createPhone(world)
    await phone.signIn()
    await Promise.all([phone.api.user.me.query(), phone.api.auth.check.query()])
    await phone.api.user.me.query()
    expect([phone.requests(), phone.sent.length]).toEqual([3, 3])
  })
})

describe('what WeChat may ask with', () => {
  const listening = () => {
    const tokens: string[] = []
    return { tokens, weChat: { setBackgroundFetchToken: ({ token }: { token: string }) => void tokens.push(token) } }
  }

  it('is asked of the server and given to WeChat, once for each session', async () => {
    const { tokens, weChat } = listening()
    const phone = createPhone(world, { weChat })
    await phone.signIn()
    for (const _time of [1, 2]) await phone.prefetch.entrust()
    expect(tokens).toEqual([expect.stringMatching(/^eyJ[\w.-]+$/)])
  })

  it('signs nobody in, and costs no request where there is no pre-fetch', async () => {
    const { tokens, weChat } = listening()
    for (const phone of [createPhone(world, { weChat }), createPhone(world)]) await phone.prefetch.entrust()
    const without = createPhone(world)
    await without.signIn()
    await without.prefetch.entrust()
    expect([tokens, without.requests()]).toEqual([[], 1])
  })

  it('waits for the next time without a network, and nothing is left uncaught', async () => {
    const { tokens, weChat } = listening()
    const phone = createPhone(world, { weChat })
    await phone.signIn()
    phone.network.isOffline = true
    await phone.prefetch.entrust()
    phone.network.isOffline = false
    await phone.prefetch.entrust()
    expect(tokens).toHaveLength(1)
  })
})

it('the refusal that ended a sign-in is there to be told, whichever call met it, until somebody signs in or out by hand', async () => {
  const phone = createPhone(world, { weChat: { setBackgroundFetchToken: () => undefined } })
  const { user } = await phone.signIn()
  expect(phone.session.ending()).toBe(null)
  await world.store.endSessions(user.id, { scope: 'all' }, 'revoked')
  await phone.prefetch.entrust()
  expect([refusalOf(phone.session.ending()), phone.session.state]).toEqual(['SESSION_ENDED', 'signed-out'])
  await phone.signIn()
  expect(phone.session.ending()).toBe(null)
})

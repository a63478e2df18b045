/** What every store must do, whatever database stands behind it; D45: each store runs this one suite. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '../../shared/refusal.ts'
import { createSeal } from './seal.ts'
import type { NewSession, NewSignIn } from './signIn.ts'
import type { Store, StoreOptions } from './store.ts'

const hour = 3_600_000
const day = 24 * hour
const start = Date.UTC(2026, 0, 1)

export const testSeal = createSeal([{ id: 'test', key: randomBytes(32) }])

export type SignInParts = Partial<Omit<NewSignIn, 'session'>> & { readonly session?: Partial<NewSession> }

/** A sign-in of alice, but for what is said otherwise; every call names new ids. */
export function aSignIn(over: SignInParts = {}): NewSignIn {
  const { session, ...rest } = over
  return {
    appId: 'wxone',
    openId: 'oalice',
    unionId: null,
    sessionKey: 'key-of-alice==',
    userId: `user-${randomBytes(16).toString('hex')}`,
    replaces: null,
    cap: 20,
    ...rest,
    session: {
      id: `session-${randomBytes(16).toString('hex')}`,
      device: 'a phone',
      address: '203.0.113.*',
      createdAt: start,
      expiresAt: start + 30 * day,
      ...session,
    },
  }
}

export async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => 'no error',
    (reason: unknown) => reason,
  )
  if (error instanceof Refusal) return error.reason
  throw new Error('There was no refusal', { cause: error })
}

export type OpenEmpty = (options: Pick<StoreOptions, 'seal' | 'now'>) => Promise<{ store: Store; discard(): Promise<void> }>

/** `openEmpty` opens a store that nobody has used before. */
export function storeContract(name: string, openEmpty: OpenEmpty): void {
  describe(`${name} keeps the contract of a store`, () => {
    const clock = { at: start }
    let store: Store
    let discard: () => Promise<void>

    beforeEach(async () => {
      clock.at = start
      ;({ store, discard } = await openEmpty({ seal: testSeal, now: () => clock.at }))
    })
    afterEach(() => discard())

    const live = async (userId: string): Promise<string[]> => (await store.listSessions(userId)).map(({ id }) => id)
    const endOf = async (id: string) => {
      const found = await store.findSession(id)
      return found && [found.session.endReason, found.session.endedAt]
    }

    describe('signIn', () => {
      it('makes a user and a session for a new person', async () => {
        const input = aSignIn()
        const user = {
          id: input.userId,
          nickname: null,
          avatarUrl: null,
          phone: null,
          createdAt: start,
          disabledAt: null,
        }
        const session = {
          id: input.session.id,
          userId: input.userId,
          appId: 'wxone',
          openId: 'oalice',
          device: 'a phone',
          address: '203.0.113.*',
          createdAt: start,
          lastSeenAt: start,
          expiresAt: start + 30 * day,
          endedAt: null,
          endReason: null,
        }
        expect(await store.signIn(input)).toEqual({ user, session })
        expect(await store.findSession(input.session.id)).toEqual({ user, session })
        expect(await store.listSessions(user.id)).toEqual([session])
      })

      it('finds the person again by openid, and leaves the earlier session alone', async () => {
        const first = await store.signIn(aSignIn())
        const again = await store.signIn(aSignIn({ session: { createdAt: start + 1 } }))
        expect(again.user).toEqual(first.user)
        expect(await live(first.user.id)).toEqual([again.session.id, first.session.id])
      })

      it('tells openids and apps apart, upper case from lower case too', async () => {
        const users = []
        for (const over of [{}, { openId: 'oAlice' }, { appId: 'wxtwo' }, { openId: 'oalice ' }]) {
          users.push((await store.signIn(aSignIn(over))).user.id)
        }
        expect(new Set(users).size).toBe(4)
      })

      it('E54: knows one person of two apps by unionid, and keeps them two without', async () => {
        const one = await store.signIn(aSignIn({ unionId: 'ualice' }))
        const two = await store.signIn(aSignIn({ unionId: 'ualice', appId: 'wxtwo', openId: 'oelsewhere' }))
        const other = await store.signIn(aSignIn({ appId: 'wxthree' }))
        expect(two.user).toEqual(one.user)
        expect(other.user.id).not.toBe(one.user.id)
      })

      it('E54: learns a unionid late and never forgets it', async () => {
        const before = await store.signIn(aSignIn())
        await store.signIn(aSignIn({ unionId: 'ualice' }))
        await store.signIn(aSignIn({ unionId: null }))
        const elsewhere = await store.signIn(aSignIn({ unionId: 'ualice', appId: 'wxtwo' }))
        expect(elsewhere.user.id).toBe(before.user.id)
      })

      it('keeps an identity with its user when its unionid turns out to be known for another', async () => {
        const one = await store.signIn(aSignIn({ unionId: 'ualice' }))
        const two = await store.signIn(aSignIn({ appId: 'wxtwo' }))
        const linked = await store.signIn(aSignIn({ appId: 'wxtwo', unionId: 'ualice' }))
        expect(linked.user.id).toBe(two.user.id)
        expect(linked.user.id).not.toBe(one.user.id)
      })

      it('keeps the newest session key of each identity', async () => {
        await store.signIn(aSignIn({ sessionKey: 'first==' }))
        await store.signIn(aSignIn({ sessionKey: 'second==', session: { createdAt: start + 5 } }))
        await store.signIn(aSignIn({ appId: 'wxtwo', sessionKey: 'other==' }))
        expect(await store.sessionKeyOf('wxone', 'oalice')).toEqual({ sessionKey: 'second==', at: start + 5 })
        expect(await store.sessionKeyOf('wxtwo', 'oalice')).toEqual({ sessionKey: 'other==', at: start })
        expect(await store.sessionKeyOf('wxone', 'onobody')).toBeNull()
      })

      it('refuses a disabled user and writes nothing', async () => {
        const { user } = await store.signIn(aSignIn({ sessionKey: 'before==' }))
        await store.setDisabled(user.id, start)
        const refused = aSignIn({ sessionKey: 'after==', session: { createdAt: start + 1 } })
        expect(await reasonOf(store.signIn(refused))).toBe('USER_DISABLED')
        expect(await store.findSession(refused.session.id)).toBeNull()
        expect(await store.sessionKeyOf('wxone', 'oalice')).toEqual({ sessionKey: 'before==', at: start })
        const elsewhere = aSignIn({ appId: 'wxtwo' })
        await store.signIn(elsewhere)
        expect(await live(elsewhere.userId)).toEqual([elsewhere.session.id])
      })

      it('a session id that is there already changes nothing', async () => {
        const { session } = await store.signIn(aSignIn())
        const clash = aSignIn({ openId: 'obob', session: { id: session.id } })
        await expect(store.signIn(clash)).rejects.toThrow()
        expect((await store.findSession(session.id))?.session.openId).toBe('oalice')
        expect(await store.sessionKeyOf('wxone', 'obob')).toBeNull()
      })
    })

    describe('replacement', () => {
      it('ends the session that the caller came with', async () => {
        const first = await store.signIn(aSignIn())
        const second = await store.signIn(aSignIn({ replaces: first.session.id, session: { createdAt: start + 7 } }))
        expect(await endOf(first.session.id)).toEqual(['replaced', start + 7])
        expect(await live(first.user.id)).toEqual([second.session.id])
      })

      it.each<[string, SignInParts]>([
        ['another person', { openId: 'obob' }],
        ['another app of the same person', { appId: 'wxtwo' }],
        ['another openid of the same person', { openId: 'oalice2' }],
      ])('leaves the session of %s alone', async (_, over) => {
        const theirs = await store.signIn(aSignIn({ unionId: over.openId === 'obob' ? 'ubob' : 'ualice', ...over }))
        await store.signIn(aSignIn({ unionId: 'ualice', replaces: theirs.session.id }))
        expect(await endOf(theirs.session.id)).toEqual([null, null])
      })

      it('leaves an ended session with its first reason, and one that is not there alone', async () => {
        const first = await store.signIn(aSignIn())
        await store.endSessions(first.user.id, { scope: 'all' }, 'revoked')
        await store.signIn(aSignIn({ replaces: first.session.id, session: { createdAt: start + 1 } }))
        await store.signIn(aSignIn({ replaces: 'session-of-nobody' }))
        expect(await endOf(first.session.id)).toEqual(['revoked', start])
      })
    })

    describe('the cap', () => {
      it('G22: ends the oldest beyond it, of this person alone', async () => {
        const bob = await store.signIn(aSignIn({ openId: 'obob', session: { createdAt: start - hour } }))
        const ids: string[] = []
        for (let count = 0; count < 5; count++) {
          ids.push((await store.signIn(aSignIn({ cap: 3, session: { createdAt: start + count } }))).session.id)
        }
        const { user } = await store.signIn(aSignIn({ cap: 3, session: { id: 'newest', createdAt: start + 5 } }))
        expect(await live(user.id)).toEqual(['newest', ids[4], ids[3]])
        expect(await endOf(ids[0] ?? '')).toEqual(['capped', start + 3])
        expect(await live(bob.user.id)).toEqual([bob.session.id])
      })

      it('of one leaves the newest, even where its clock is behind', async () => {
        const first = await store.signIn(aSignIn({ cap: 1 }))
        const second = await store.signIn(aSignIn({ cap: 1, session: { createdAt: start - 5 } }))
        expect(await live(first.user.id)).toEqual([second.session.id])
      })

      it('does not count a session that was replaced, ended or expired', async () => {
        const kept = await store.signIn(aSignIn({ cap: 2 }))
        const replaced = await store.signIn(aSignIn({ cap: 2, session: { createdAt: start + 1 } }))
        const short = { createdAt: start + 2, expiresAt: start + 3 }
        const expired = await store.signIn(aSignIn({ cap: 2, replaces: replaced.session.id, session: short }))
        clock.at = start + 10
        const last = await store.signIn(aSignIn({ cap: 2, session: { createdAt: start + 10 } }))
        expect(await live(kept.user.id)).toEqual([last.session.id, kept.session.id])
        expect(await endOf(expired.session.id)).toEqual([null, null])
      })
    })

    describe('a session', () => {
      it('that is not there is null', async () => {
        expect(await store.findSession('session-of-nobody')).toBeNull()
        expect(await store.listSessions('user-nobody')).toEqual([])
      })

      it('is still found after it expired, but no longer listed or ended', async () => {
        const { user, session } = await store.signIn(aSignIn())
        clock.at = session.expiresAt - 1
        expect(await live(user.id)).toEqual([session.id])
        clock.at = session.expiresAt
        expect(await live(user.id)).toEqual([])
        expect(await store.endSessions(user.id, { scope: 'all' })).toBe(0)
        expect(await store.findSession(session.id)).toEqual({ user, session })
      })

      it('was last seen when it was touched, and never earlier', async () => {
        const { session } = await store.signIn(aSignIn())
        await store.touchSession(session.id, start + hour)
        await store.touchSession(session.id, start + 1)
        await store.touchSession('session-of-nobody', start)
        expect((await store.findSession(session.id))?.session.lastSeenAt).toBe(start + hour)
      })

      it.each([
        ['this', 1, ['third', 'second']],
        ['others', 2, ['first']],
        ['all', 3, []],
      ] as const)('B14: ends by scope "%s", counts %i, and no one else is touched', async (scope, count, left) => {
        const bob = await store.signIn(aSignIn({ openId: 'obob' }))
        let userId = ''
        for (const [index, id] of ['first', 'second', 'third'].entries()) {
          userId = (await store.signIn(aSignIn({ session: { id, createdAt: start + index } }))).user.id
        }
        clock.at = start + hour
        expect(await store.endSessions(userId, { scope, sessionId: 'first' })).toBe(count)
        expect(await live(userId)).toEqual(left)
        expect(await live(bob.user.id)).toEqual([bob.session.id])
        expect(await store.endSessions(userId, { scope: 'this', sessionId: bob.session.id })).toBe(0)
        const ended = scope === 'others' ? 'second' : 'first'
        expect(await endOf(ended)).toEqual(['signed-out', start + hour])
      })

      it('keeps the first end and its reason', async () => {
        const { user, session } = await store.signIn(aSignIn())
        expect(await store.endSessions(user.id, { scope: 'this', sessionId: session.id }, 'revoked')).toBe(1)
        clock.at = start + 1
        expect(await store.endSessions(user.id, { scope: 'all' }, 'left')).toBe(0)
        expect(await endOf(session.id)).toEqual(['revoked', start])
      })
    })

    describe('pruneSessions', () => {
      it('B23: forgets what ended or expired before, and keeps the rest', async () => {
        const { user } = await store.signIn(aSignIn({ session: { id: 'ended' } }))
        await store.signIn(aSignIn({ session: { id: 'expired', expiresAt: start + hour } }))
        await store.endSessions(user.id, { scope: 'this', sessionId: 'ended' })
        await store.signIn(aSignIn({ session: { id: 'live', expiresAt: start + 2 * hour } }))
        expect(await store.pruneSessions(start)).toBe(0)
        expect(await store.pruneSessions(start + 1)).toBe(1)
        expect(await store.pruneSessions(start + hour + 1)).toBe(1)
        expect([await store.findSession('ended'), await store.findSession('expired')]).toEqual([null, null])
        expect((await store.findSession('live'))?.session.id).toBe('live')
      })

      it('B23: takes more than one step where there is much', async () => {
        const { user } = await store.signIn(aSignIn({ cap: 2000 }))
        await Promise.all(Array.from({ length: 1100 }, () => store.signIn(aSignIn({ cap: 2000 }))))
        await store.endSessions(user.id, { scope: 'all' })
        expect(await store.pruneSessions(start + 1)).toBe(1101)
      })
    })

    describe('setDisabled', () => {
      it('B15: ends every session; enabling brings none back but lets in again', async () => {
        const { user, session } = await store.signIn(aSignIn())
        expect(await store.setDisabled(user.id, start + 9)).toBe(true)
        expect(await endOf(session.id)).toEqual(['disabled', start + 9])
        expect((await store.findSession(session.id))?.user.disabledAt).toBe(start + 9)
        expect(await store.setDisabled(user.id, null)).toBe(true)
        expect(await endOf(session.id)).toEqual(['disabled', start + 9])
        expect((await store.signIn(aSignIn())).user).toEqual(user)
      })

      it('tells that there is no such user', async () => {
        expect(await store.setDisabled('user-nobody', start)).toBe(false)
      })
    })

    describe('spendCode', () => {
      it('G72: is true once for each code', async () => {
        expect([await store.spendCode('a'), await store.spendCode('a'), await store.spendCode('b')]).toEqual([true, false, true])
      })

      it('E46: a hundred at once have one winner', async () => {
        const outcomes = await Promise.all(Array.from({ length: 100 }, () => store.spendCode('a')))
        expect(outcomes.filter(Boolean)).toHaveLength(1)
      })

      it('forgets after a day', async () => {
        await store.spendCode('a')
        clock.at = start + day
        expect(await store.spendCode('a')).toBe(false)
        clock.at = start + day + 1
        expect(await store.spendCode('a')).toBe(true)
      })
    })

    describe('at once', () => {
      it('E47: 200 sign-ins of one new openid make one user and 200 sessions', async () => {
        const results = await Promise.all(Array.from({ length: 200 }, () => store.signIn(aSignIn({ cap: 500 }))))
        const [userId = '', ...others] = new Set(results.map(({ user }) => user.id))
        expect(others).toEqual([])
        expect(await store.listSessions(userId)).toHaveLength(200)
      })

      it('E47: 200 sign-ins of one new openid keep to the cap', async () => {
        const [first] = await Promise.all(Array.from({ length: 200 }, () => store.signIn(aSignIn())))
        expect(await store.listSessions(first?.user.id ?? '')).toHaveLength(20)
      })

      it('E54: two apps of one new unionid make one user', async () => {
        const inputs = Array.from({ length: 20 }, (_, index) => aSignIn({ unionId: 'ualice', appId: `wx${index % 2}` }))
        const results = await Promise.all(inputs.map((input) => store.signIn(input)))
        expect(new Set(results.map(({ user }) => user.id)).size).toBe(1)
      })

      it('replacing one session from two sides ends it once and leaves both new ones', async () => {
        const first = await store.signIn(aSignIn())
        const both = await Promise.all([1, 2].map(() => store.signIn(aSignIn({ replaces: first.session.id }))))
        expect((await live(first.user.id)).sort()).toEqual(both.map(({ session }) => session.id).sort())
      })
    })

    it('F60: text comes back exactly as it went in', async () => {
      const device = '微信 👩‍👩‍👧 \u202e\u200b\r\n\u001b[31m \'"; drop table users --'
      const { session } = await store.signIn(aSignIn({ session: { device, address: null } }))
      expect((await store.findSession(session.id))?.session).toMatchObject({ device, address: null })
    })

    it('answers a ping, and nothing any more once it is closed', async () => {
      await store.ping()
      const waiting = store.signIn(aSignIn())
      await store.close()
      expect((await waiting).user.createdAt).toBe(start)
      await expect(store.ping()).rejects.toThrow()
      await expect(store.spendCode('a')).rejects.toThrow()
    })
  })
}

/** The contract of what happens at once. */
import { describe, expect, it } from 'vitest'
import { aSignIn, storeReasonOf } from './aSignIn.ts'
import type { Subject } from './subject.ts'

export function concurrencyContract(subject: Subject): void {
  describe('at once', () => {
    it('E47: 1,000 sign-ins of one new openid make one user and 1,000 sessions', async () => {
      const results = await Promise.all(
        Array.from({ length: 1000 }, () => subject.store.signIn(aSignIn({ cap: 2000 }))),
      )
      const [userId = '', ...others] = new Set(results.map(({ user }) => user.id))
      expect(others).toEqual([])
      expect(await subject.store.listSessions(userId)).toHaveLength(1000)
    }, 60_000)

    it('E47: 200 sign-ins of one new openid keep to the cap', async () => {
      const [first] = await Promise.all(Array.from({ length: 200 }, () => subject.store.signIn(aSignIn())))
      expect(await subject.store.listSessions(first?.user.id ?? '')).toHaveLength(20)
    })

    it('E54: two apps of one new unionid make one user', async () => {
      const inputs = Array.from({ length: 20 }, (_, index) => aSignIn({ unionId: 'ualice', appId: `wx${index % 2}` }))
      const results = await Promise.all(inputs.map((input) => subject.store.signIn(input)))
      expect(new Set(results.map(({ user }) => user.id)).size).toBe(1)
    })

    it('B20: replacing one session from many sides leaves one, for it is one phone that lost answers', async () => {
      const first = await subject.store.signIn(aSignIn())
      const all = await Promise.all([1, 2, 3].map(() => subject.store.signIn(aSignIn({ replaces: first.session.id }))))
      const live = await subject.live(first.user.id)
      expect(live).toHaveLength(1)
      expect(all.map(({ session }) => session.id)).toContain(live[0])
    })

    it('E54: two users who are one person are merged once, whichever side signs in', async () => {
      const users = []
      for (const appId of ['wx0', 'wx1']) users.push((await subject.store.signIn(aSignIn({ appId }))).user.id)
      const inputs = Array.from({ length: 20 }, (_, index) => aSignIn({ unionId: 'ualice', appId: `wx${index % 2}` }))
      const results = await Promise.all(inputs.map((input) => subject.store.signIn(input)))
      const found = await Promise.all(results.map(({ user }) => subject.store.findUser({ id: user.id })))
      const [survivor = '', ...others] = new Set(found.map((user) => user?.id))
      expect(others).toEqual([])
      expect(users).toContain(survivor)
      expect(await subject.live(survivor)).toHaveLength(20)
      const merges = (await subject.store.listAudit(survivor)).filter(({ event }) => event === 'merge')
      expect(merges).toHaveLength(1)
    })

    it('E48: of twenty users who bind one phone, one has it and the others are told', async () => {
      const inputs = Array.from({ length: 20 }, (_, index) => aSignIn({ openId: `o${index}` }))
      const users = await Promise.all(inputs.map((input) => subject.store.signIn(input)))
      const binding = users.map(({ user }) =>
        subject.store.bindPhone(user.id, '13800138000').then(
          ({ id }) => id,
          (error: unknown) => storeReasonOf(Promise.reject(error)),
        ),
      )
      const outcomes = await Promise.all(binding)
      const winners = outcomes.filter((outcome) => outcome !== 'PHONE_TAKEN')
      expect(winners).toHaveLength(1)
      expect((await subject.store.findUser({ phone: '13800138000' }))?.id).toBe(winners[0])
    })

    it('E52: ending all sessions while one is replaced leaves no session older than the end', async () => {
      for (let round = 0; round < 10; round++) {
        const openId = `o${round}`
        const { user, session } = await subject.store.signIn(aSignIn({ openId }))
        const again = aSignIn({ openId, replaces: session.id })
        const [ended] = await Promise.all([
          subject.store.endSessions(user.id, { scope: 'all' }, 'revoked'),
          subject.store.signIn(again),
        ])
        const live = await subject.live(user.id)
        const [reason] = (await subject.endOf(session.id)) as [string]
        // Either the end came first and found the old one, or the sign-in did and the end found the new one.
        expect([ended, reason, live]).toEqual([1, live.length === 1 ? 'revoked' : 'replaced', live])
      }
    })

    it('E52: signing in while leaving makes a new user or is left with the old one', async () => {
      for (let round = 0; round < 10; round++) {
        const openId = `o${round}`
        const { user } = await subject.store.signIn(aSignIn({ openId }))
        const [left, again] = await Promise.all([
          subject.store.leave(user.id),
          subject.store.signIn(aSignIn({ openId })),
        ])
        const isNew = again.user.id !== user.id
        expect([left, await subject.live(again.user.id)]).toEqual([true, isNew ? [again.session.id] : []])
      }
    })

    it('E51: of access tokens saved at once, the one asked for last stands', async () => {
      const tokens = Array.from({ length: 20 }, (_, index) => ({
        appId: 'wxone',
        token: `token-${index}`,
        expiresAt: 7200,
        fetchedAt: index,
      }))
      await Promise.all(tokens.toReversed().map((token) => subject.store.saveAccessToken(token)))
      expect(await subject.store.readAccessToken('wxone')).toMatchObject({ token: 'token-19', fetchedAt: 19 })
    })
  })
}

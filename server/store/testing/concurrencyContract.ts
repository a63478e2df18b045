/** The contract of what happens at once. */
import { describe, expect, it } from 'vitest'
import { aSignIn } from './aSignIn.ts'
import type { Subject } from './subject.ts'

export function concurrencyContract(subject: Subject): void {
  describe('at once', () => {
    it('E47: 200 sign-ins of one new openid make one user and 200 sessions', async () => {
      const results = await Promise.all(Array.from({ length: 200 }, () => subject.store.signIn(aSignIn({ cap: 500 }))))
      const [userId = '', ...others] = new Set(results.map(({ user }) => user.id))
      expect(others).toEqual([])
      expect(await subject.store.listSessions(userId)).toHaveLength(200)
    })

    it('E47: 200 sign-ins of one new openid keep to the cap', async () => {
      const [first] = await Promise.all(Array.from({ length: 200 }, () => subject.store.signIn(aSignIn())))
      expect(await subject.store.listSessions(first?.user.id ?? '')).toHaveLength(20)
    })

    it('E54: two apps of one new unionid make one user', async () => {
      const inputs = Array.from({ length: 20 }, (_, index) => aSignIn({ unionId: 'ualice', appId: `wx${index % 2}` }))
      const results = await Promise.all(inputs.map((input) => subject.store.signIn(input)))
      expect(new Set(results.map(({ user }) => user.id)).size).toBe(1)
    })

    it('replacing one session from two sides ends it once and leaves both new ones', async () => {
      const first = await subject.store.signIn(aSignIn())
      const both = await Promise.all([1, 2].map(() => subject.store.signIn(aSignIn({ replaces: first.session.id }))))
      expect((await subject.live(first.user.id)).sort()).toEqual(both.map(({ session }) => session.id).sort())
    })
  })
}

/** What every store must do, whatever database stands behind it; D45: each store runs this one suite. */
import { describe, expect, it } from 'vitest'
import { aSignIn, start } from './aSignIn.ts'
import { concurrencyContract } from './concurrencyContract.ts'
import { mergeContract } from './mergeContract.ts'
import { operatingContract } from './operatingContract.ts'
import { personContract } from './personContract.ts'
import { sessionContract } from './sessionContract.ts'
import { signInContract } from './signInContract.ts'
import { createSubject, type OpenEmpty } from './subject.ts'

export function storeContract(name: string, openEmpty: OpenEmpty): void {
  describe(`D45: ${name} keeps the contract of a store`, () => {
    const subject = createSubject(openEmpty)
    signInContract(subject)
    mergeContract(subject)
    sessionContract(subject)
    personContract(subject)
    operatingContract(subject)
    concurrencyContract(subject)

    it('F60: text comes back exactly as it went in', async () => {
      const device = '微信 👩‍👩‍👧 \u202e\u200b\r\n\u001b[31m \'"; drop table users --'
      const { session } = await subject.store.signIn(aSignIn({ session: { device, address: null } }))
      expect((await subject.store.findSession(session.id))?.session).toMatchObject({ device, address: null })
    })

    it('F60: text that a database would change is refused and nothing is written', async () => {
      const { user } = await subject.store.signIn(aSignIn())
      for (const nickname of ['cut\0here', 'half \ud83d of a pair']) {
        await expect(subject.store.updateUser(user.id, { nickname })).rejects.toThrow(TypeError)
      }
      expect(await subject.store.findUser({ id: user.id })).toEqual(user)
    })

    it('answers a ping, and nothing any more once it is closed', async () => {
      const { store } = subject
      await store.ping()
      const waiting = store.signIn(aSignIn())
      await store.close()
      expect((await waiting).user.createdAt).toBe(start)
      await expect(store.ping()).rejects.toThrow()
      await expect(store.spendCode('a')).rejects.toThrow()
    })
  })
}

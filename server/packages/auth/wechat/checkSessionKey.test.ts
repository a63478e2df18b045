/** Whether a session key is still in force. */
import { describe, expect, it } from 'vitest'
import { failureOf } from './testing/failureOf.ts'
import { createSandboxed, signedIn } from './testing/sandboxed.ts'
import { answering, createWired } from './testing/wired.ts'

describe('checkSessionKey', () => {
  it('WxJava #4123: the path is /wxa/checksession, and nothing is signed, by the key as the text it is', async () => {
    const { here, wechat, openId, sessionKey } = await signedIn(createSandboxed())
    expect(await wechat.checkSessionKey('wxone', { openId, sessionKey })).toBe(true)
    expect(here.hits('/wxa/checksession')).toBe(1)
    const { wechat: other, lines, close } = await createWired(answering('{"errcode":0,"errmsg":"ok"}'))
    expect(await other.checkSessionKey('wx1', { openId: 'o1', sessionKey: 'tiihtNczf5v6AKRyjwEUhQ==' })).toBe(true)
    await close()
    const asked = new URL(lines[0]?.split(' ')[1] ?? '', 'http://x')
    expect([lines[0]?.split(' ')[0], asked.pathname]).toEqual(['GET', '/wxa/checksession'])
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      access_token: 'CANARY-token',
      openid: 'o1',
      sig_method: 'hmac_sha256',
      // printf '' | openssl dgst -sha256 -hmac 'tiihtNczf5v6AKRyjwEUhQ=='
      signature: '7154f9f8b4b76b92f541cbf0e37d48840fa06e5e42da92a6f80168a1516a4735',
    })
  })

  it('is false after another sign-in replaced the key, and for a key that never was', async () => {
    const { here, wechat, openId, sessionKey } = await signedIn(createSandboxed())
    await here.loginCode('alice')
    expect(await wechat.checkSessionKey('wxone', { openId, sessionKey })).toBe(false)
    expect(await wechat.checkSessionKey('wxone', { openId, sessionKey: '' })).toBe(false)
  })

  it('any other answer is an error, not a no', async () => {
    const { here, wechat, openId, sessionKey } = await signedIn(createSandboxed())
    await here.fault({ path: '/wxa/checksession', errcode: 45011 })
    expect((await failureOf(wechat.checkSessionKey('wxone', { openId, sessionKey }))).errcode).toBe(45011)
    await here.fault({ path: '/wxa/checksession', body: '{}' })
    expect((await failureOf(wechat.checkSessionKey('wxone', { openId, sessionKey }))).kind).toBe('unreadable')
  })
})

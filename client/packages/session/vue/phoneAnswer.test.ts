import { describe, expect, it } from 'vitest'
import { phoneAnswer } from './phoneAnswer.ts'

describe('what the phone number button told', () => {
  it('is a code or, from old clients, the encrypted number', () => {
    expect(phoneAnswer({ code: 'c', errMsg: 'getPhoneNumber:ok' })).toEqual({ proof: { code: 'c' } })
    expect(phoneAnswer({ encryptedData: 'd', iv: 'i', errMsg: 'getPhoneNumber:ok' })).toEqual({
      proof: { encryptedData: 'd', iv: 'i' },
    })
    expect(phoneAnswer({ code: 'c', encryptedData: 'd', iv: 'i' })).toEqual({ proof: { code: 'c' } })
  })

  it.each([
    [{ errMsg: 'getPhoneNumber:fail user deny' }, '没有授权'],
    [{ errMsg: 'getPhoneNumber:fail:user deny' }, '没有授权'],
    [{ errMsg: 'getPhoneNumber:fail user cancel' }, '没有授权'],
    [{ errMsg: 'getPhoneNumber:fail privacy permission is not authorized', errno: 104 }, '没有授权'],
    [{ errMsg: 'getPhoneNumber:fail no permission' }, '非个人主体'],
    [{ errMsg: 'getPhoneNumber:fail jsapi has no permission' }, '非个人主体'],
    [{ errMsg: 'getPhoneNumber:fail 该 appid 没有权限' }, '非个人主体'],
    [{ errMsg: 'getPhoneNumber:fail:该appid没有权限' }, '非个人主体'],
    [{ errMsg: 'getPhoneNumber:fail 用户拒绝' }, '没有授权'],
    [{ errMsg: 'getPhoneNumber:fail', errno: 1400001 }, '额度已用完'],
    [{ errMsg: 'getPhoneNumber:fail api scope is not declared in the privacy agreement', errno: 112 }, '隐私保护指引'],
    [{ errMsg: 'getPhoneNumber:fail' }, '稍后再试'],
    [{ code: '' }, '稍后再试'],
    [{ code: 5, encryptedData: 'd' }, '稍后再试'],
    [null, '稍后再试'],
    ['text', '稍后再试'],
  ])('%o is explained by a sentence with a next step', (detail, words) => {
    const answer = phoneAnswer(detail)
    expect('why' in answer && answer.why.zh).toContain(words)
    expect('why' in answer && answer.why.en).toMatch(/\.$/)
  })
})

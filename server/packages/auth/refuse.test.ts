import { describe, expect, it } from 'vitest'
import { Refusal, type Reason } from 'uni-trpc-protocol'
import { refusalFor } from './refuse.ts'
import { WeChatError } from './wechat/WeChatError.ts'

const refused = (errcode: number) =>
  new WeChatError({ kind: 'refused', endpoint: '/sns/jscode2session', errcode, detail: 'no' })

/** Of every family of WeChat's common return codes. */
const families: readonly [what: string, reason: Reason, errcodes: readonly number[]][] = [
  ['busy, a quota or a token that is being renewed', 'WECHAT_BUSY', [-1, 42001, 44990, 45009, 45011]],
  ['a wrong app, secret or token', 'WECHAT_MISCONFIGURED', [40001, 40002, 40013, 40014, 40125, 41001, 41002, 41004]],
  ['a frozen secret', 'WECHAT_MISCONFIGURED', [40243]],
  ['an address that is not let in', 'WECHAT_MISCONFIGURED', [40164, 45035, 61004, 89501, 89503, 89506, 89507]],
  [
    'a missing permission',
    'WECHAT_MISCONFIGURED',
    [48001, 48004, 50001, 61003, 61005, 61006, 61007, 61014, 61016, 41018],
  ],
  ['a frozen account', 'WECHAT_MISCONFIGURED', [50002]],
  [
    'a request that something on the way changed',
    'WECHAT_MISCONFIGURED',
    [40035, 40066, 43001, 43002, 43003, 44002, 45002, 47001],
  ],
  ['a code that is wrong, old or somebody else’s', 'CODE_INVALID', [40003, 40029, 41008, 42003]],
  ['a used code', 'CODE_USED', [40163]],
  ['a person of high risk', 'CODE_BLOCKED', [40226]],
  ['nothing that is known', 'WECHAT_UNREACHABLE', [-2, 1, 99999]],
]

describe('what WeChat’s errcodes mean for the person who waits', () => {
  it.each(families.flatMap(([what, reason, errcodes]) => errcodes.map((errcode) => [errcode, what, reason] as const)))(
    '%i (%s) is %s',
    (errcode, _, reason) => {
      const error = refused(errcode)
      expect(refusalFor(error)).toEqual(new Refusal(reason, { cause: error }))
    },
  )

  it('a fault of our own stays one', () => {
    const fault = new TypeError('ours')
    expect(refusalFor(fault)).toBe(fault)
  })
})

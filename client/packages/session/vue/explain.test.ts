import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { refusals, type Reason } from 'uni-trpc-protocol'
import { TransportError, type TransportKind } from 'uni-trpc-link'
import { LoginError } from '../loginCode.ts'
import { explain, isPassing } from './explain.ts'

const refused = (reason: Reason) => TRPCClientError.from({ error: { message: 'no', code: -32000, data: { reason } } })
const lost = (kind: TransportKind) => TRPCClientError.from(new TransportError(kind))
const fault = TRPCClientError.from({ error: { message: 'no', code: -32603, data: { requestId: 'r-1' } } })

const kinds: TransportKind[] = [
  'offline',
  'timeout',
  'aborted',
  'interrupted',
  'domain',
  'tls',
  'unsent',
  'tooLarge',
  'unavailable',
  'unreadable',
  'unsupported',
]
const reasons = Object.keys(refusals).filter((name): name is Reason => name in refusals)

describe('a failure in plain words', () => {
  it.each(reasons)('%s is a sentence in both languages, with its number', (reason) => {
    expect(explain(refused(reason), 'zh')).toMatch(
      new RegExp(`\\p{Script=Han}.*。 \\(${refusals[reason].number}\\)$`, 'u'),
    )
    expect(explain(refused(reason), 'en')).toMatch(new RegExp(`\\. \\(${refusals[reason].number}\\)$`))
  })

  it('says what the server has to say beyond the reason', () => {
    const sentence = { zh: '请修改这段文字。', en: 'Change the text.' }
    const error = TRPCClientError.from({
      error: { message: 'no', code: -32600, data: { reason: 'INPUT_INVALID', sentence } },
    })
    expect([explain(error, 'zh'), explain(error, 'en')]).toEqual([
      '请修改这段文字。 (10400)',
      'Change the text. (10400)',
    ])
  })

  it.each(kinds)('%s is a sentence in both languages', (kind) => {
    expect(explain(lost(kind), 'zh')).toMatch(/。$/)
    expect(explain(lost(kind), 'en')).toMatch(/[.?]$/)
  })

  it('asks whether the network wants a sign-in only after a page that came as if all were well', () => {
    const page = (status: number) =>
      TRPCClientError.from(new TransportError('unreadable', undefined, { status, body: '<html>' }))
    for (const status of [200, 302]) expect(explain(page(status), 'en')).toContain('sign-in')
    for (const status of [403, 404, 500]) {
      expect(explain(page(status), 'en')).not.toContain('sign-in')
      expect(explain(page(status), 'zh')).not.toContain('登录')
    }
  })

  it('a fault names its request, and a missing login code names WeChat', () => {
    expect(explain(fault, 'en')).toContain('(r-1)')
    expect(explain(TRPCClientError.from(new LoginError('login:fail')), 'en')).toContain('WeChat')
    expect(explain(new LoginError('login:fail'), 'en')).toContain('WeChat')
  })
})

describe('another try', () => {
  it.each([
    ...kinds.map((kind) => [kind, lost(kind)] as const),
    ...reasons.map((reason) => [reason, refused(reason)] as const),
  ])('is offered after %s only if it can help', (name, error) => {
    const passing = [
      'offline',
      'timeout',
      'interrupted',
      'unavailable',
      'unreadable',
      'RATE_LIMITED',
      'WECHAT_BUSY',
      'WECHAT_UNREACHABLE',
      'STORE_BUSY',
    ]
    expect(isPassing(error)).toBe(passing.includes(name))
  })

  it('is offered after a fault, and when WeChat gave no code', () => {
    expect([isPassing(fault), isPassing(new LoginError('login:fail'))]).toEqual([true, true])
  })
})

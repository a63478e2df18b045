/** One program's life: what its person does, what the network, WeChat, the storage and the clocks do to it. */
import fc from 'fast-check'

export type Step =
  | {
      readonly do: 'call'
      readonly path: 'me' | 'update' | 'check'
      readonly silent: boolean
      readonly abortMs: number | null
    }
  | { readonly do: 'login' | 'logout' | 'restart' | 'revoke' | 'replace' }
  | { readonly do: 'wait'; readonly ms: number }
  /** The program goes to the background: what is under way is interrupted after five seconds, or never told of. */
  | { readonly do: 'hide'; readonly isTold: boolean }
  /** The phone's clock is set. */
  | { readonly do: 'clock'; readonly offMs: number }

/** What becomes of one request. */
export interface Fate {
  readonly how: 'answered' | 'lost before' | 'lost behind' | 'never told' | 'html' | 'twice'
  readonly delayMs: number
}

/** What `uni.login` does. */
export interface LoginFate {
  readonly how: 'code' | 'fail' | 'never told'
  readonly delayMs: number
}

export type StorageFate = 'kept' | 'as text' | 'read throws' | 'write throws' | 'reads nothing'

export interface History {
  readonly start: 'ask' | 'launch'
  readonly steps: readonly Step[]
  readonly network: readonly Fate[]
  readonly logins: readonly LoginFate[]
  readonly storage: readonly StorageFate[]
}

const day = 86_400_000
const some = fc.constantFrom
const spans = some(0, 1, 50, 900, 4000, 11_000, 65_000, 3_600_000, 7_200_000, 2 * day)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      path: some('me', 'me', 'update', 'check'),
      silent: fc.nat(7).map((die) => die > 0),
      abortMs: some(null, null, null, null, 0, 30, 5000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: some('login', 'login', 'login', 'logout', 'restart', 'revoke', 'replace') }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: spans }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hide' as const), isTold: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('clock' as const), offMs: some(0, day, -day, 3_600_000, -3_600_000) }),
  },
)

const delays = some(0, 10, 80, 300, 2000, 20_000, 59_000)

export const histories: fc.Arbitrary<History> = fc.record({
  start: some('ask', 'launch'),
  steps: fc.array(step, { minLength: 3, maxLength: 14 }),
  network: fc.array(
    fc.record({
      how: some(
        'answered',
        'answered',
        'answered',
        'answered',
        'lost before',
        'lost behind',
        'never told',
        'html',
        'twice',
      ),
      delayMs: delays,
    }),
    { maxLength: 12 },
  ),
  logins: fc.array(fc.record({ how: some('code', 'code', 'code', 'fail', 'never told'), delayMs: delays }), {
    maxLength: 6,
  }),
  storage: fc.array(some('kept', 'kept', 'kept', 'as text', 'read throws', 'write throws', 'reads nothing'), {
    maxLength: 10,
  }),
})

/** What rate limits must do on every database. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from 'uni-trpc-protocol'
import { createLimits, type Limits } from '../limits.ts'
import { RateLimited } from 'uni-trpc-auth'
import { failedSignIn, goodSignIn } from './attempts.ts'

const at = Date.parse('2026-01-01T00:00:00Z')
const home = { address: '203.0.113.7' }
const child = fileURLToPath(new URL('limitProcess.ts', import.meta.url))

/** @param freshUrl the address of an empty database, another one each time */
export function limitContract(name: string, freshUrl: () => Promise<string>): void {
  describe(`rate limits in ${name}`, () => {
    let url: string
    let limits: Limits
    const fallbacks: unknown[] = []
    const open = () =>
      createLimits({ url, sizes: { failedSignIns: 3 }, onFallback: (error) => void fallbacks.push(error) })

    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: at })
      url = await freshUrl()
      limits = open()
    })
    afterEach(async () => {
      vi.useRealTimers()
      await limits.close()
      expect(fallbacks.splice(0)).toEqual([])
    })

    const fail = async (from = home, times = 3) => {
      for (let time = 0; time < times; time++) await failedSignIn(limits, from)
    }

    it('G69: the n+1st failed sign-in of an address is refused and told when to come back', async () => {
      await fail(home, 2)
      await goodSignIn(limits, home)
      await fail(home, 1)
      vi.setSystemTime(at + 20_500)
      await expect(goodSignIn(limits, home)).rejects.toMatchObject({ reason: 'RATE_LIMITED', retryAfterSeconds: 40 })
      await expect(goodSignIn(limits, { address: '203.0.113.8' })).resolves.toBeUndefined()
    })

    it('G69: the window ends exactly 60 seconds after it began, not a millisecond earlier', async () => {
      await fail()
      vi.setSystemTime(at + 59_999)
      await expect(goodSignIn(limits, home)).rejects.toMatchObject({ retryAfterSeconds: 1 })
      vi.setSystemTime(at + 60_000)
      await expect(goodSignIn(limits, home)).resolves.toBeUndefined()
      await fail(home, 2)
      await expect(goodSignIn(limits, home)).resolves.toBeUndefined()
      await fail(home, 1)
      await expect(goodSignIn(limits, home)).rejects.toBeInstanceOf(RateLimited)
    })

    it('G69: of 50 parallel sign-ins of one openid exactly ten pass, and another openid has its own ten', async () => {
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => limits.perIdentity('wx1', 'openid')))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
      await expect(limits.perIdentity('wx1', 'other')).resolves.toBeUndefined()
      await expect(limits.perIdentity('wx2', 'openid')).resolves.toBeUndefined()
    })

    it('G69: a user may spend five phone codes a minute', async () => {
      for (let time = 0; time < 5; time++) await limits.perPhoneCode('user')
      await expect(limits.perPhoneCode('user')).rejects.toMatchObject({ reason: 'RATE_LIMITED', retryAfterSeconds: 60 })
    })

    it('D43: two processes counting at once share one limit', async () => {
      vi.useRealTimers()
      const run = () => promisify(execFile)(process.execPath, ['--import', 'tsx', child, url, '20'])
      const [one, two] = await Promise.all([run(), run()])
      expect([one.stderr, two.stderr]).toEqual(['', ''])
      expect(Number(one.stdout) + Number(two.stdout)).toBe(10)
    })

    it('G70: a thousand successful sign-ins of one address are no reason to refuse the next', async () => {
      for (let time = 0; time < 1000; time++) await goodSignIn(limits, home)
      await expect(goodSignIn(limits, home)).resolves.toBeUndefined()
    })

    it('G71: of 1,000 guesses at once from one address no more reach WeChat than may fail', async () => {
      let asked = 0
      const guess = {
        signIn: async () => {
          asked++
          await new Promise((resolve) => setImmediate(resolve))
          throw new Refusal('CODE_INVALID')
        },
        isFailure: (error: unknown) => error instanceof Refusal && error.reason === 'CODE_INVALID',
      }
      const results = await Promise.allSettled(Array.from({ length: 1000 }, () => limits.guardSignIn(home, guess)))
      expect(asked).toBe(3)
      const reasons = results.map((result) =>
        result.status === 'rejected' && result.reason instanceof Refusal ? result.reason.reason : 'none',
      )
      expect(reasons.filter((reason) => reason === 'RATE_LIMITED')).toHaveLength(997)
    })

    it('G71: of 300 good sign-ins at once from one address all pass, as many at a time as may fail', async () => {
      let underWay = 0
      let most = 0
      const signIn = async () => {
        most = Math.max(most, ++underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay--
        return 'signed in'
      }
      const results = await Promise.all(
        Array.from({ length: 300 }, () => limits.guardSignIn(home, { signIn, isFailure: () => true })),
      )
      expect(new Set(results)).toEqual(new Set(['signed in']))
      expect(most).toBeLessThanOrEqual(3)
    })

    it('G70: addresses of one IPv6 /64 share a count, and IPv4-mapped ones count as IPv4', async () => {
      await fail({ address: '2001:db8:1:2::7' })
      await expect(goodSignIn(limits, { address: '2001:db8:1:2:ffff::1' })).rejects.toBeInstanceOf(RateLimited)
      await expect(goodSignIn(limits, { address: '2001:db8:1:3::7' })).resolves.toBeUndefined()
      await fail({ address: '::ffff:203.0.113.9' })
      await expect(goodSignIn(limits, { address: '203.0.113.9' })).rejects.toBeInstanceOf(RateLimited)
    })

    it('G70: callers without an address share one count, so that hiding it gains nothing', async () => {
      await failedSignIn(limits, { address: null })
      await failedSignIn(limits, { address: '' })
      await failedSignIn(limits, { address: 'not an address' })
      await expect(goodSignIn(limits, { address: null })).rejects.toBeInstanceOf(RateLimited)
    })

    it('strangers’ bad codes behind a proxy that is not trusted refuse nobody’s good one, and are refused themselves', async () => {
      const behind = (claimedAddress: string) => ({ address: '10.0.0.1', claimedAddress })
      await fail(behind('203.0.113.1'))
      await expect(failedSignIn(limits, behind('203.0.113.1'))).rejects.toBeInstanceOf(RateLimited)
      await expect(failedSignIn(limits, behind('203.0.113.2'))).rejects.toBeInstanceOf(RateLimited)
      await expect(goodSignIn(limits, behind('203.0.113.2'))).resolves.toBeUndefined()
      await expect(goodSignIn(limits, behind('203.0.113.1'))).rejects.toBeInstanceOf(RateLimited)
    })

    it('I97: a clock that was set an hour forward and back limits nobody for longer than a window', async () => {
      vi.setSystemTime(at + 3_600_000)
      await fail()
      for (let time = 0; time < 10; time++) await limits.perIdentity('wx1', 'openid')
      vi.setSystemTime(at)
      await goodSignIn(limits, home)
      await limits.perIdentity('wx1', 'openid')
      await fail(home, 3)
      await expect(goodSignIn(limits, home)).rejects.toMatchObject({ retryAfterSeconds: 60 })
      vi.setSystemTime(at + 60_000)
      await goodSignIn(limits, home)
    })

    it('I97: a clock that was set an hour back and forward again begins no window anew', async () => {
      await fail(home, 2)
      vi.setSystemTime(at + 1000)
      await fail(home, 1)
      vi.setSystemTime(at - 50_000)
      await expect(goodSignIn(limits, home)).rejects.toMatchObject({ retryAfterSeconds: 60 })
      vi.setSystemTime(at + 2000)
      await expect(goodSignIn(limits, home)).rejects.toBeInstanceOf(RateLimited)
    })

    it('a count outlives the process that made it, until it is pruned an hour after its window', async () => {
      await fail()
      await limits.close()
      limits = open()
      await limits.prune()
      await expect(goodSignIn(limits, home)).rejects.toBeInstanceOf(RateLimited)
      vi.setSystemTime(at + 60_000 + 3_600_001)
      await limits.prune()
      vi.setSystemTime(at + 1000)
      await expect(goodSignIn(limits, home)).resolves.toBeUndefined()
    })
  })
}

/**
 * How long somebody who comes back waits from the launch to the own name, in trips over the network, each of which
 * counts
 * 100 ms: no clock is read. What the well-known tutorial does for the same is done for comparison, on the same server.
 */
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { exparserEngine, glassEaselEngine, type SimulatedStorage } from 'uni-trpc-simulator'
import { builtWorld } from '../testing/builtWorld.ts'
import { createColdStarts } from '../testing/coldStarts.ts'

const world = builtWorld('mp-weixin')
const tripMs = 100
const key = 'uni-trpc.session'
const keptSchema = z.looseObject({ token: z.string() })

/** The token that the phone has, for one that nobody takes any more. */
function kill(storage: SimulatedStorage): void {
  storage.set(key, { ...keptSchema.parse(storage.get(key)), token: 'dead', diesAt: 0 })
}

/**
 * Checks the token, signs in anew if it is dead, and asks who one is, one after the other. Answers the milliseconds.
 */
async function tutorial(storage: SimulatedStorage): Promise<number> {
  let trips = 0
  const trip = async (path: string, token: string, body?: object): Promise<Response> => {
    trips += 1
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const post = body && { method: 'POST', body: JSON.stringify(body) }
    return fetch(`${world.server.origin}${path}`, { headers, ...post })
  }
  let { token } = keptSchema.parse(storage.get(key))
  if (!(await trip('/trpc/auth.check', token)).ok) {
    const { code } = z
      .object({ code: z.string() })
      .parse(await (await trip('/sandbox/login-code?user=prefetched', token)).json())
    const signedIn = await (await trip('/trpc/auth.login', '', { code })).json()
    token = z.object({ result: z.object({ data: keptSchema }) }).parse(signedIn).result.data.token
  }
  expect((await trip('/trpc/user.me', token)).status).toBe(200)
  return trips * tripMs
}

describe.each([
  ['exparser', exparserEngine],
  ['glass-easel', glassEaselEngine],
] as const)('from the launch to the own name, on %s', (name, engine) => {
  const starts = createColdStarts(world, engine)

  /** Trips that the program makes until the name is there, even if some were made at the same time. */
  async function launched(storage: SimulatedStorage, prefetch: object | null): Promise<number> {
    const before = starts.logins()
    const simulator = await starts.open(storage, prefetch)
    const page = await simulator.launch()
    await simulator.waitFor(() => page.exists('.person') && !page.exists('.waiting'))
    expect(page.text('.person')).toBe('微信用户')
    const ms = (starts.logins() - before + simulator.requests.length) * tripMs
    simulator.close()
    return ms
  }

  it.each([
    { what: 'a token that counts', isDead: false, prefetch: null, most: 0.55 },
    { what: 'a token that is dead', isDead: true, prefetch: null, most: 0.55 },
    { what: 'WeChat’s pre-fetch', isDead: false, prefetch: {}, most: 0 },
  ])('one waits little with $what', async ({ what, isDead, prefetch, most }) => {
    const storage = await starts.signedIn()
    if (isDead) kill(storage)
    const theirs = await tutorial(storage)
    const ours = await launched(storage, prefetch)
    process.stdout.write(`${name}, ${what}: ${ours} ms, the tutorial ${theirs} ms\n`)
    expect(ours / theirs).toBeLessThanOrEqual(most)
  })
})

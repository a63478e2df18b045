import { describe, expect, it } from 'vitest'
import { exparserEngine, glassEaselEngine } from 'uni-trpc-simulator'
import { builtWorld } from '../testing/builtWorld.ts'
import { createColdStarts } from '../testing/coldStarts.ts'

const world = builtWorld('mp-weixin')

describe.each([exparserEngine, glassEaselEngine])('a cold start with WeChat’s pre-fetch, on %o', (engine) => {
  const { open, signedIn } = createColdStarts(world, engine)

  it('shows the person with no request of the program’s at all', async () => {
    const storage = await signedIn()
    const simulator = await open(storage)
    const page = await simulator.launch()
    await simulator.waitFor(() => page.exists('.person'))
    expect(page.text('.person')).toBe('微信用户')
    expect(simulator.requests).toEqual([])
    expect(simulator.errors).toEqual([])
    simulator.close()
  })

  it('waits for an answer on its way no longer than a moment, then asks by itself', async () => {
    const storage = await signedIn()
    const simulator = await open(storage, { delayMs: 2000 })
    const page = await simulator.launch()
    await simulator.waitFor(() => page.exists('.person'))
    expect(simulator.requests).toHaveLength(1)
    simulator.close()
  })

  it('shows nobody to who signed out, and asks for nothing', async () => {
    const storage = await signedIn()
    const leaving = await open(storage)
    const first = await leaving.launch()
    await leaving.waitFor(() => first.exists('.person'))
    await first.tap('.profile-link')
    await leaving.waitFor(() => leaving.currentPage().exists('.sign-out'))
    await leaving.currentPage().tap('.sign-out')
    await leaving.waitFor(() => leaving.currentPage().exists('.stranger') && !leaving.currentPage().exists('.waiting'))
    leaving.close()
    const simulator = await open(storage)
    const page = await simulator.launch()
    expect(page.exists('.person')).toBe(false)
    expect(simulator.requests).toEqual([])
    simulator.close()
  })
})

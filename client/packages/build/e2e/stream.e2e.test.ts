import { describe, expect, it } from 'vitest'
import { exparserEngine, glassEaselEngine, openSimulator, type Simulator } from 'uni-trpc-simulator'
import { builtWorld } from '../testing/builtWorld.ts'

const world = builtWorld('mp-weixin')

describe.each([exparserEngine, glassEaselEngine])('a story that streams into a page, on %o', (engine) => {
  async function open(run: (simulator: Simulator) => Promise<void>) {
    const hosts = { 'https://api.example.com': world.server.origin }
    const simulator = await openSimulator({
      packageDir: world.packageDir,
      engine: engine(),
      domains: Object.keys(hosts),
      hosts,
    })
    try {
      await simulator.launch({ path: 'pages/story/story' })
      await run(simulator)
      expect(simulator.errors).toEqual([])
    } finally {
      simulator.close()
    }
  }

  it('grows part by part until it is told', () =>
    open(async (simulator) => {
      const page = simulator.currentPage()
      await page.tap('.tell')
      const seen = new Set<string>()
      await simulator.waitFor(
        () => {
          seen.add(page.text('.story'))
          return page.exists('.tell')
        },
        { timeoutMs: 15_000 },
      )
      expect(seen.size).toBeGreaterThan(10)
      const whole = page.text('.story')
      expect(whole).toMatch(/^从前有一个小程序.*送来一个字。$/)
      for (const part of seen) expect(whole.startsWith(part)).toBe(true)
    }))

  it('stops when the person has heard enough, and the request with it', () =>
    open(async (simulator) => {
      const page = simulator.currentPage()
      await page.tap('.tell')
      await simulator.waitFor(() => page.text('.story').length > 3)
      await page.tap('.stop')
      await simulator.waitFor(() => page.exists('.tell'))
      const heard = page.text('.story')
      expect(page.text('.note')).toBe('（停了）')
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(page.text('.story')).toBe(heard)
      expect(simulator.requests.at(-1)?.errMsg).toBe('request:fail abort')
    }))
})

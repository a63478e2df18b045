/** The built program, started again and again on the phone of one person, in front of the real server. */
import type { Engine } from 'uni-trpc-simulator'
import { createSimulatedStorage, openSimulator, type SimulatedStorage, type Simulator } from 'uni-trpc-simulator'
import type { BuiltWorld } from './builtWorld.ts'

export interface ColdStarts {
  /** Opens the program; WeChat pre-fetches, but for `null`. */
  open(storage: SimulatedStorage, prefetch?: { delayMs?: number } | null): Promise<Simulator>
  /** Signs in and goes to the background, where the program gives WeChat its token. Answers what the phone keeps. */
  signedIn(): Promise<SimulatedStorage>
  /** How often the program has asked for a login code. */
  logins(): number
}

export function createColdStarts(world: BuiltWorld, engine: () => Engine): ColdStarts {
  let logins = 0
  const open: ColdStarts['open'] = (storage, prefetch = {}) =>
    openSimulator({
      packageDir: world.packageDir,
      engine: engine(),
      storage,
      login: async () => {
        logins += 1
        const answer: { code: string } = JSON.parse(
          await (await fetch(`${world.server.origin}/sandbox/login-code?user=prefetched`)).text(),
        )
        return answer.code
      },
      hosts: { 'https://api.example.com': world.server.origin },
      ...(prefetch && { prefetch: { url: 'https://api.example.com/prefetch', ...prefetch } }),
    })
  return {
    open,
    logins: () => logins,
    async signedIn() {
      const storage = createSimulatedStorage()
      const simulator = await open(storage)
      const page = await simulator.launch()
      await page.tap('.enter')
      await simulator.waitFor(() => simulator.currentPage().exists('.agree'))
      await simulator.currentPage().tap('.agree')
      await simulator.currentPage().tap('.sign-in')
      await simulator.waitFor(() => page.exists('.person') && !page.exists('.waiting'))
      const before = simulator.requests.length
      await simulator.hide()
      await simulator.waitFor(() => simulator.requests.length > before && simulator.requests.at(-1)?.statusCode === 200)
      await new Promise((resolve) => setTimeout(resolve, 50))
      simulator.close()
      return storage
    },
  }
}

/** One person with a phone, walking the real build against the real server; only WeChat is played. */
import { expect } from 'vitest'
import { z } from 'zod'
import type { RunningServer } from 'uni-trpc-server/testing'
import { type Engine, openSimulator, type Simulator, type SimulatorOptions } from 'uni-trpc-simulator'

export interface World {
  readonly packageDir: string
  readonly server: RunningServer
  readonly engine: () => Engine
}

export interface Walk {
  readonly simulator: Simulator
  /** The page on top shows nothing that waits any more. */
  settled(): Promise<void>
  tap(selector: string): Promise<void>
  /** As `tap`, for the other events of widgets. */
  trigger(selector: string, type: string, detail: Record<string, unknown>): Promise<void>
  text(selector: string): string
  /** What WeChat's phone number button gives this person. */
  phoneCode(phone: string): Promise<string>
}

type Options = Partial<SimulatorOptions> & { readonly path?: string }

const origin = 'https://api.example.com'

/** The developers' page, where sign-in is one tap; `mp-weixin-workbench` and `h5-test` hold it. */
export const workbench = 'pages/workbench/workbench'

export interface Walks {
  start(person: string, options?: Options): Promise<Walk>
  /** Ends all of them; a healthy program has no error that nobody caught. */
  end(): void
}

export function createWalks({ packageDir, server, engine }: World): Walks {
  const open: Simulator[] = []

  async function code(path: string): Promise<string> {
    const answer: unknown = await (await fetch(`${server.origin}/sandbox/${path}`)).json()
    return z.object({ code: z.string() }).parse(answer).code
  }

  return {
    async start(person, { path = 'pages/index/index', ...options } = {}) {
      const simulator = await openSimulator({
        packageDir,
        engine: engine(),
        login: () => code(`login-code?user=${person}`),
        domains: [origin, origin.replace('http', 'ws')],
        hosts: { [origin]: server.origin },
        ...options,
      })
      open.push(simulator)
      await simulator.launch({ path })
      const page = () => simulator.currentPage()
      const settled = () => simulator.waitFor(() => !page().exists('.waiting'))
      await settled()
      return {
        simulator,
        settled,
        tap: async (selector) => {
          await page().tap(selector)
          await settled()
        },
        trigger: async (selector, type, detail) => {
          await page().trigger(selector, type, detail)
          await settled()
        },
        text: (selector) => page().text(selector),
        phoneCode: (phone) => code(`phone-code?user=${person}&phone=${phone}`),
      }
    },
    end() {
      for (const simulator of open.splice(0)) {
        expect(simulator.errors).toEqual([])
        simulator.close()
      }
    },
  }
}

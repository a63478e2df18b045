import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { canaries } from 'uni-trpc-server/testing'
import { builtPackage } from '../builtPackage.ts'
import {
  createSimulatedStorage,
  exparserEngine,
  glassEaselEngine,
  openSimulator,
  type SimulatedStorage,
  type Simulator,
} from 'uni-trpc-simulator'
import { builtWorld } from '../testing/builtWorld.ts'
import { workbench } from '../testing/walk.ts'

const tokenTtlMs = 2000
const world = builtWorld('mp-weixin-workbench', { TOKEN_TTL: `${tokenTtlMs / 1000}s` })

describe.each([exparserEngine, glassEaselEngine])('the story of one person, on %o', (engine) => {
  const open: Simulator[] = []
  afterEach(() => {
    for (const simulator of open.splice(0)) {
      expect(simulator.errors).toEqual([])
      simulator.close()
    }
  })

  /** The real build, real server, real database; only WeChat is played. */
  async function start(person: string, storage: SimulatedStorage = createSimulatedStorage()) {
    const simulator = await openSimulator({
      packageDir: world.packageDir,
      engine: engine(),
      storage,
      login: () => loginCode(person),
      domains: ['https://api.example.com'],
      hosts: { 'https://api.example.com': world.server.origin },
    })
    open.push(simulator)
    const page = await simulator.launch({ path: workbench })
    return {
      simulator,
      page,
      storage,
      tap: async (button: string) => {
        await page.tap(button)
        await simulator.waitFor(() => !page.exists('.waiting'))
        return page.text('.answer')
      },
    }
  }

  async function loginCode(person: string): Promise<string> {
    const answer: { code: string } = JSON.parse(
      await (await fetch(`${world.server.origin}/sandbox/login-code?user=${person}`)).text(),
    )
    return answer.code
  }

  const tokenDeath = () => new Promise((resolve) => setTimeout(resolve, tokenTtlMs + 100))
  const tokenIn = (storage: SimulatedStorage): string => {
    const kept: { token: string } | undefined = JSON.parse(JSON.stringify(storage.get('uni-trpc.session') ?? null))
    return kept?.token ?? ''
  }

  it('a new person checks, signs in in one request, and is checked', async () => {
    const { simulator, page, storage, tap } = await start('new')
    expect(simulator.requests).toEqual([])
    expect(await tap('.check')).toContain('10119')
    const before = simulator.requests.length
    expect(await tap('.sign-in')).toMatch(/^[\w-]{24} · /)
    expect(simulator.requests).toHaveLength(before + 1)
    expect(page.text('.status')).toBe('已登录')
    expect(tokenIn(storage)).toMatch(/^eyJ/)
    expect(await tap('.check')).toMatch(/^[\w-]{24} · /)
  })

  it('a token expires: check says 10200, while user.me signs in silently', async () => {
    const { simulator, tap } = await start('expiring')
    const signedIn = await tap('.sign-in')
    await tokenDeath()
    expect(await tap('.check')).toContain('10200')
    const before = simulator.requests.length
    expect(signedIn).toContain((await tap('.me')).slice(0, 24))
    expect(simulator.requests).toHaveLength(before + 1)
    expect(await tap('.check')).toContain(signedIn.slice(0, 24))
  })

  it('a returning person with a dead token is known again after one request', async () => {
    const first = await start('returning')
    const signedIn = await first.tap('.sign-in')
    first.simulator.close()
    await tokenDeath()
    const { simulator, page } = await start('returning', first.storage)
    await simulator.waitFor(() => page.exists('.person'))
    expect(page.text('.person')).toBe(signedIn.slice(0, 24))
    expect(simulator.requests).toHaveLength(1)
  })

  it('a session ended elsewhere is told, and stays ended', async () => {
    const first = await start('ended')
    await first.tap('.sign-in')
    const ended = await fetch(`${world.server.origin}/trpc/auth.logout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenIn(first.storage)}` },
      body: JSON.stringify({ scope: 'all' }),
    })
    expect(ended.status).toBe(200)
    expect(await first.tap('.me')).toContain('10202')
    expect(await first.tap('.me')).toContain('10119')
    expect(first.page.text('.status')).toBe('尚未登录')
    const { simulator, tap } = await start('ended', first.storage)
    expect(simulator.requests).toEqual([])
    expect(await tap('.check')).toContain('10119')
  })

  it('who signs out stays out, also after a restart', async () => {
    const first = await start('leaving')
    await first.tap('.sign-in')
    expect(await first.tap('.sign-out')).toBe('已退出登录。')
    expect(tokenIn(first.storage)).toBe('')
    const { simulator, tap } = await start('leaving', first.storage)
    expect(simulator.requests).toEqual([])
    expect(await tap('.me')).toContain('10119')
  })

  it('no network: each button says so, and sign-out works all the same', async () => {
    const { simulator, page, tap } = await start('offline')
    await tap('.sign-in')
    simulator.network.offline = true
    expect(await tap('.check')).toContain('连不上服务器')
    expect(await tap('.sign-out')).toContain('本机已退出')
    expect(page.text('.status')).toBe('尚未登录')
  })
})

describe('DevTools’ tourist mode, with no account at all', () => {
  let packageDir = ''
  beforeAll(async () => {
    packageDir = await builtPackage('mp-weixin-development')
  })

  it('signs the tourist in against the sandbox, again and again', async () => {
    const simulator = await openSimulator({
      packageDir,
      engine: exparserEngine(),
      login: () => Promise.resolve('the code is a mock one'),
      hosts: { 'http://127.0.0.1:3000': world.server.origin },
    })
    try {
      const page = await simulator.launch({ path: workbench })
      const names: string[] = []
      for (const _round of [1, 2]) {
        await page.tap('.sign-in')
        await simulator.waitFor(() => page.exists('.person') && !page.exists('.waiting'))
        names.push(page.text('.person'))
        await page.tap('.sign-out')
        await simulator.waitFor(() => !page.exists('.person') && !page.exists('.waiting'))
      }
      expect(names[0]).toMatch(/^[\w-]{24}$/)
      expect(names[1]).toBe(names[0])
      expect(simulator.errors).toEqual([])
    } finally {
      simulator.close()
    }
  })
})

describe('the server’s output after all this', () => {
  it('H79: holds no code, token, session key or secret', () => {
    expect(world.server.output()).toContain('"msg":"request"')
    for (const canary of canaries) expect(world.server.output()).not.toContain(canary)
    expect(world.server.output()).not.toMatch(/eyJ[\w-]+\.|session_key|js_code|secret=/)
  })
})

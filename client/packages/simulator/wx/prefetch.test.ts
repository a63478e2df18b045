// Pre-fetch: the simulator plays WeChat's part, a real server the other.
import { describe, expect, it } from 'vitest'
import { openSimulator, type Simulator, type SimulatorOptions } from '../openSimulator.ts'
import { exparserEngine } from '../engines/exparser/exparserEngine.ts'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { createManualTimers } from '../testing/manualTimers.ts'
import { startHttp } from '../testing/startHttp.ts'
import { writePackage } from '../testing/writePackage.ts'
import { createSimulatedStorage } from './simulatedStorage.ts'

const app = `App({ onLaunch() {
  wx.onBackgroundFetchData(event => console.log('event', JSON.stringify(event)))
  wx.getBackgroundFetchData({ fetchType: 'pre',
    success: ({ fetchedData }) => console.log('read', fetchedData), fail: ({ errMsg }) => console.log(errMsg) })
} })`

/** WeChat's server-side call answered with `data 1`, `data 2` and so on, unless told otherwise. */
async function server(
  answer?: (count: number) => { status?: number; body: string },
): Promise<{ hosts: Record<string, string>; asked: URLSearchParams[] }> {
  const asked: URLSearchParams[] = []
  const { origin } = await startHttp((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://localhost').searchParams)
    const { status = 200, body } = answer?.(asked.length) ?? { body: `data ${asked.length}` }
    response.writeHead(status).end(body)
  })
  return { hosts: { 'https://api.example.com': origin }, asked }
}

const prefetch = { url: 'https://api.example.com/prefetch?own=1' }
const launch = (options: Partial<SimulatorOptions>): Promise<Simulator> =>
  launchProgram({ files: { 'app.js': app }, prefetch, ...options })

async function said(simulator: Simulator, count: number): Promise<string[]> {
  await simulator.waitFor(() => simulator.console.length === count)
  return simulator.console.map((entry) => entry.text)
}

describe('a cold start with pre-fetch', () => {
  it('asks with a code while no token is set, and the program reads the answer', async () => {
    const { hosts, asked } = await server()
    const simulator = await openSimulator({
      packageDir: writePackage({ 'app.js': app }),
      engine: exparserEngine(),
      hosts,
      prefetch,
      appId: 'wx0123',
      login: async () => 'a code',
    })
    const before = Date.now()
    await simulator.launch({ query: { id: '1', word: '二' }, scene: 1047 })
    expect(await said(simulator, 1)).toEqual(['read data 1'])
    const { timestamp, ...rest } = Object.fromEntries(asked[0] ?? [])
    expect(rest).toEqual({
      own: '1',
      appid: 'wx0123',
      code: 'a code',
      path: 'pages/index',
      query: 'id=1&word=%E4%BA%8C',
      scene: '1047',
    })
    expect(Number(timestamp)).toBeGreaterThanOrEqual(before)
    expect(await ask(simulator, 'wx.getBackgroundFetchData({ fetchType: "pre" })')).toMatchObject({
      fetchedData: 'data 1',
      path: 'pages/index',
      query: 'id=1&word=%E4%BA%8C',
      scene: 1047,
      errMsg: 'getBackgroundFetchData:ok',
    })
    expect(simulator.requests).toEqual([])
    simulator.close()
  })

  it('asks with the token from the last run instead, whatever the program does to its storage', async () => {
    const { hosts, asked } = await server()
    const first = await launch({ hosts })
    expect(await ask(first, 'wx.getBackgroundFetchToken()')).toEqual({
      rejected: { errMsg: 'getBackgroundFetchToken:fail token not found' },
    })
    await ask(first, 'wx.setBackgroundFetchToken({ token: "a token" })')
    first.evaluate('wx.clearStorageSync()')
    expect(
      await ask(
        first,
        '[wx.getStorageInfoSync().keys, wx.getBackgroundFetchToken()].reduce((keys, token) => token.then(({ token }) => [keys, token]))',
      ),
    ).toEqual([[], 'a token'])
    const second = await launch({ hosts, storage: first.storage, login: async () => 'a code' })
    expect(await said(second, 1)).toEqual(['read data 1'])
    expect(asked.map((one) => [one.get('token'), one.get('code')])).toEqual([['a token', null]])
  })

  it('hands over old data while the new is on its way, then tells of the new', async () => {
    const { hosts, asked } = await server()
    const timers = createManualTimers()
    const storage = createSimulatedStorage()
    const login = async (): Promise<string> => 'a code'
    expect(await said(await launch({ hosts, storage, login }), 1)).toEqual(['read data 1'])
    const second = await launch({ hosts, storage, login, timers, prefetch: { ...prefetch, delayMs: 300 } })
    await second.waitFor(() => asked.length === 2)
    timers.advance(299)
    expect(await said(second, 1)).toEqual(['read data 1'])
    timers.advance(1)
    const [, event] = await said(second, 2)
    expect(JSON.parse(event?.replace('event ', '') ?? '')).toMatchObject({
      fetchType: 'pre',
      fetchedData: 'data 2',
      path: 'pages/index',
      query: '',
      scene: 1001,
    })
  })

  it.each([
    ['android', 'getBackgroundFetchData:fail record not found'],
    ['ios', 'read '],
  ] as const)('has nothing yet at the first start: %s says "%s"', async (platform, answer) => {
    const { hosts } = await server()
    const simulator = await launch({
      hosts,
      platform,
      login: async () => 'a code',
      prefetch: { ...prefetch, delayMs: 60_000 },
    })
    expect(await said(simulator, 1)).toEqual([answer])
    expect(await ask(simulator, 'wx.getDeviceInfo().platform')).toBe(platform)
  })

  it.each([
    ['an error of the server', () => ({ status: 500, body: 'no' })],
    ['more than 256 KB', () => ({ body: 'x'.repeat(256 * 1024 + 1) })],
  ])('keeps nothing of %s', async (_title, answer) => {
    const { hosts, asked } = await server(answer)
    const simulator = await launch({ hosts, login: async () => 'a code' })
    expect(await said(simulator, 1)).toEqual(['getBackgroundFetchData:fail record not found'])
    expect(asked).toHaveLength(1)
  })

  it('asks nothing when no address is set, or no code can be had', async () => {
    const { hosts, asked } = await server()
    await launch({ hosts, login: async () => 'a code', prefetch: undefined })
    await launch({ hosts })
    await launch({
      hosts,
      login: async () => {
        throw new Error('none')
      },
    })
    expect(asked).toEqual([])
  })

  it('takes a token of 1024 characters at most', async () => {
    const simulator = await launch({ prefetch: undefined })
    expect(await ask(simulator, 'wx.setBackgroundFetchToken({ token: "x".repeat(1024) })')).toEqual({
      errMsg: 'setBackgroundFetchToken:ok',
    })
    expect(await ask(simulator, 'wx.setBackgroundFetchToken({ token: "x".repeat(1025) })')).toEqual({
      rejected: { errMsg: 'setBackgroundFetchToken:fail token is too long' },
    })
    expect(await ask(simulator, 'wx.setBackgroundFetchToken({})')).toEqual({
      rejected: { errMsg: 'setBackgroundFetchToken:fail parameter error: parameter.token should be String' },
    })
  })
})

import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { problemOf } from '../checkMachine.js'
import { createScreen } from './createScreen.ts'
import { createWatch } from './createWatch.ts'
import { lanAddress } from './lanAddress.ts'
import { portProblem } from './portProblem.ts'
import { explanations, phoneSteps } from './sentences.ts'
import { tasksOf } from './tasks.ts'

function aScreen(isTerminal = false) {
  let shown = ''
  let time = 0
  const screen = createScreen({ write: (text) => (shown += text), isTerminal, now: () => time })
  return { screen, shown: () => shown, after: (ms: number) => (time += ms) }
}

describe('the machine', () => {
  it.each([
    ['18.20.0', /Node 18\.20\.0 is too old.*20\.19.*版本过旧/],
    ['20.18.3', /too old/],
  ])('Node %s is refused in one sentence', (version, sentence) => {
    expect(problemOf(version, () => true)).toMatch(sentence)
  })

  it.each(['20.19.0', '22.12.0', '24.0.0'])('Node %s will do', (version) => {
    expect(problemOf(version, () => true)).toBeNull()
  })

  it('packages that are not installed, and a file that is missing, are one sentence each', () => {
    expect(problemOf('22.0.0', (path: string) => !path.startsWith('node_modules'))).toMatch(
      /run npm ci first.*请先运行 npm ci/,
    )
    expect(problemOf('22.0.0', (path: string) => path !== 'client/pages.json')).toMatch(
      /^client\/pages\.json is missing.*缺少文件 client\/pages\.json$/,
    )
  })
})

describe('the port', () => {
  it('that is taken is one sentence that names another', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await portProblem(port, '127.0.0.1')).toMatch(
      new RegExp(`^Port ${port} is taken.*PORT=${port + 1}.*已被占用`),
    )
    await new Promise((resolve) => server.close(resolve))
    expect(await portProblem(port, '127.0.0.1')).toBeNull()
  })

  it('at an address that is not of this machine names HOST', async () => {
    expect(await portProblem(0, '203.0.113.7')).toMatch(/correct HOST/)
  })
})

describe('the address for a phone', () => {
  const entry = (address: string, internal = false) =>
    ({ address, internal, family: 'IPv4', netmask: '255.255.255.0', mac: '00:00:00:00:00:00', cidr: null }) as const

  it('is that of a real network, not of a container bridge, a VPN or the machine itself', () => {
    const interfaces = {
      lo: [entry('127.0.0.1', true)],
      docker0: [entry('172.17.0.1')],
      utun3: [entry('10.8.0.2')],
      en0: [entry('192.168.1.5')],
    }
    expect(lanAddress(interfaces)).toBe('192.168.1.5')
  })

  it('is null without a network', () => {
    expect(lanAddress({ lo: [entry('127.0.0.1', true)] })).toBeNull()
  })

  it('is bound by the API and built into both clients', () => {
    const [api, h5, weChat] = tasksOf({ address: '192.168.1.5', apiOrigin: 'http://192.168.1.5:3000' }, 3000)
    expect(api?.env).toEqual({ HOST: '192.168.1.5' })
    expect(h5?.env).toMatchObject({ VITE_API_URL: 'http://192.168.1.5:3000' })
    expect(h5?.args).toContain('192.168.1.5')
    expect(weChat?.env).toMatchObject({ VITE_API_URL: 'http://192.168.1.5:3000', CHOKIDAR_USEPOLLING: '1' })
  })

  it('is this machine’s own otherwise, whatever .env says of the API that phones will ask one day', () => {
    const envs = tasksOf(null, 4567).map(({ env }) => env)
    expect(envs.flatMap((env) => Object.keys(env))).not.toContain('HOST')
    expect(envs.map((env) => env['VITE_API_URL'])).toEqual([
      undefined,
      'http://127.0.0.1:4567',
      'http://127.0.0.1:4567',
    ])
  })

  it('comes with the steps for the phone: a test account only where there is none, Wi-Fi, and the debug switch', () => {
    const lan = { address: '192.168.1.5', apiOrigin: 'http://192.168.1.5:3000' }
    expect(phoneSteps(lan, { appIds: [] })[0]).toMatch(/^1\. .*npm run dev -- --lan.*测试号/)
    expect(phoneSteps(lan, { appIds: [] }).at(-1)).toContain('the sandbox included')
    const steps = phoneSteps(lan, { appIds: ['wx0123456789abcdef'] }).join('\n')
    expect(steps).not.toContain('测试号')
    expect(steps).not.toContain('sandbox included')
    expect(steps).toMatch(/^1\. .*same Wi-Fi[^]*http:\/\/192\.168\.1\.5:3000[^]*Open Debug[^]*开发调试/)
  })
})

describe('the screen', () => {
  it('shows on a terminal what is awaited, and takes it back before the next line', () => {
    const { screen, shown, after } = aScreen(true)
    after(12_000)
    screen.tick(['H5', 'WeChat'])
    screen.tell('API', 'works')
    expect(shown()).toBe('\r\x1b[K  … H5, WeChat  12 s\r\x1b[K  API       works\n')
  })

  it('writes whole lines only where lines cannot be taken back', () => {
    const { screen, shown } = aScreen()
    screen.tick(['H5'])
    screen.tell('API', 'one\ntwo')
    expect(shown()).toBe('  API       one\n            two\n')
  })

  it('says once that each works, and after a change that it works again', () => {
    const { screen, shown } = aScreen()
    const tasks = tasksOf(null, 3000)
    const [api, h5, weChat] = tasks
    const ready: string[] = []
    const watch = createWatch({
      screen,
      tasks,
      onAllReady: (addresses) => ready.push(addresses.get('H5') ?? ''),
      readSource: () => '',
    })
    if (!api || !h5 || !weChat) throw new Error('three are expected')
    watch.read(api, 'API ready at http://127.0.0.1:3000')
    watch.read(weChat, 'DONE  Build complete. Watching for changes...')
    expect(ready).toEqual([])
    watch.read(h5, '  Local:   http://localhost:5173/')
    expect(ready).toEqual(['http://localhost:5173'])
    watch.read(weChat, 'DONE  Build complete. Watching for changes...')
    expect(shown().match(/dist\/dev\/mp-weixin/g)).toHaveLength(1)
    expect(shown()).toMatch(/WeChat +✓ rebuilt \/ 已重新构建\n$/)
  })

  it('says which of them wait for a change, that the API is down, and where an import leads nowhere', () => {
    const { screen, shown } = aScreen(true)
    const [api, h5, weChat] = tasksOf(null, 3000)
    if (!api || !h5 || !weChat) throw new Error('three are expected')
    const readSource = (path: string) => (path === 'client/App.vue' ? "<script>\nimport { x } from './gone.ts'\n" : '')
    const watch = createWatch({ screen, tasks: [api, h5, weChat], onAllReady: () => undefined, readSource })
    watch.read(api, 'SyntaxError: no')
    watch.read(api, 'API stopped')
    watch.read(h5, '[vite] connect ECONNREFUSED 127.0.0.1:3000')
    watch.read(weChat, 'Could not resolve "./gone.ts" from "client/App.vue"')
    watch.read(weChat, 'at App.vue:1:0')
    watch.tick()
    expect(shown()).toMatch(/API +✗ it has stopped, and starts again when a file is saved.*\n/)
    expect(shown()).not.toContain('ECONNREFUSED')
    expect(shown()).toContain('WeChat    at client/App.vue:2\n')
    expect(shown()).toContain('… API (waiting for a change / 等待修改), H5, WeChat (waiting')
    watch.read(api, 'API ready at http://127.0.0.1:3000')
    watch.tick()
    expect(shown()).toMatch(/… H5, WeChat \(waiting[^…]*$/)
  })

  it('says who one is in the sandbox and what is missing for real WeChat, or whose app answers', () => {
    const standing = { api: 'http://127.0.0.1:3000', h5: 'http://localhost:5173', appIds: [], clientAppId: '' }
    const sandbox = explanations(standing).flat().join('\n')
    expect(sandbox).toContain('http://localhost:5173/?user=bob is bob')
    expect(sandbox).toContain('WECHAT_APPS=appid:secret and VITE_APP_ID=appid')
    const real = explanations({ ...standing, appIds: ['wx0123456789abcdef'] })
      .flat()
      .join('\n')
    expect(real).toContain('a browser has no WeChat')
    expect(real).toMatch(/WeChat itself answers for wx0123456789abcdef.*\n! VITE_APP_ID is none of them/)
    const right = explanations({ ...standing, appIds: ['wx0123456789abcdef'], clientAppId: 'wx0123456789abcdef' })
      .flat()
      .join('\n')
    expect(right).not.toContain('VITE_APP_ID')
  })
})

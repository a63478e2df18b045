/** One body of cases against one real tRPC server, in every runtime the link is for. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import {
  exparserEngine,
  glassEaselEngine,
  openSimulator,
  type Simulator,
  type SimulatorOptions,
} from 'uni-trpc-simulator'
import { writePackage } from 'uni-trpc-simulator/testing'
import { openBrowser } from 'uni-trpc-build/testing'
import { createNodeRequest } from './testing/nodeRequest.ts'
import { createNodeSocket } from './testing/nodeSocket.ts'
import { createNodeUpload } from './testing/nodeUpload.ts'
import { createCases, type RuntimeCases } from './testing/runtimeCases.ts'
import { serveRuntimes, type RuntimesServer } from './testing/runtimesServer.ts'
import { createUniProject, type UniProject } from './testing/uniProject.ts'
import { uniTrpc } from './vite.ts'

type CaseName = Exclude<keyof RuntimeCases, 'subscribe'>
type Run = (name: CaseName) => Promise<unknown>

const testing = fileURLToPath(new URL('./testing/', import.meta.url)).replaceAll('\\', '/')
const browser = await openBrowser()
if (!browser) process.stdout.write('skipped: no Chrome or Edge is installed, so the link is not tried in H5\n')
let server: RuntimesServer
let nativeProgram: string
let h5: UniProject
/** One for all tests: the packaged Chromium is a single process, which ends with its first closed page. */
let page: Page | undefined
let keys = 0

beforeAll(async () => {
  nativeProgram = await bundleNative()
  h5 = createUniProject({
    'src/main.ts': `
      import { createSSRApp } from 'vue'
      import App from './App.vue'
      import { createCases } from '${testing}runtimeCases.ts'
      export const createApp = () => ({ app: createSSRApp(App) })
      Object.assign(window, { openCases: (key) => createCases({
        request: uni.request, connect: uni.connectSocket, upload: uni.uploadFile,
        host: { onNetworkStatusChange: uni.onNetworkStatusChange }, origin: location.origin, socketOrigin: location.origin.replace('http', 'ws'),
        deadOrigin: 'http://127.0.0.1:9', picture: URL.createObjectURL(new Blob(['a picture'], { type: 'image/png' })),
        newController: () => new AbortController(), key,
      }) })`,
  })
  server = await serveRuntimes(browser ? { folder: await h5.build('h5') } : {})
})
afterAll(async () => {
  await browser?.close()
  h5.remove()
  await server.close()
})

const newKey = () => `run ${(keys += 1)}`

/** What a native program's own build would do: one CommonJS file in the syntax phones know. */
async function bundleNative(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [uniTrpc({ platform: 'mp-weixin' })],
    build: {
      write: false,
      minify: false,
      target: 'es2018',
      lib: {
        entry: fileURLToPath(new URL('./testing/nativeEntry.ts', import.meta.url)),
        formats: ['cjs'],
        fileName: () => 'cases.js',
      },
    },
  })
  const [output] = Array.isArray(built) ? built : []
  if (!output) throw new Error('nothing was built')
  return output.output[0].code
}

async function openNative(
  options: Pick<SimulatorOptions, 'engine'> & Partial<SimulatorOptions>,
): Promise<{ simulator: Simulator; run: Run }> {
  const simulator = await openSimulator({
    packageDir: writePackage({
      'cases.js': nativeProgram,
      'pages/index.js': `
        const { createNativeCases } = require('../cases.js')
        Page({
          data: { answer: '' },
          onLoad({ key, picture }) { this.cases = createNativeCases(key, picture) },
          async run({ detail }) {
            const answer = await this.cases[detail.value]().catch(error => ({ thrown: String(error) }))
            this.setData({ answer: JSON.stringify(answer) })
          },
        })`,
      'pages/index.wxml': '<input class="case" bindinput="run"/><view class="answer">{{answer}}</view>',
    }),
    domains: ['https://api.example.com', 'wss://api.example.com', 'https://gone.example.com'],
    hosts: { 'https://api.example.com': server.origin, 'https://gone.example.com': 'http://127.0.0.1:9' },
    ...options,
  })
  onTestFinished(simulator.close)
  const page = await simulator.launch({ query: { key: newKey(), picture: simulator.files.add('a picture', 'png') } })
  return {
    simulator,
    async run(name) {
      await page.input('.case', name)
      await simulator.waitFor(() => page.text('.answer') !== '', { timeoutMs: 20_000 })
      expect(simulator.errors).toEqual([])
      return JSON.parse(String(simulator.evaluate('getCurrentPages()[0].data.answer')))
    },
  }
}

function openNode(): Run {
  const { connect, host } = createNodeSocket()
  const cases = createCases({
    request: createNodeRequest().request,
    upload: createNodeUpload({ files: { '/tmp/picture.png': 'a picture' } }).upload,
    connect,
    host,
    origin: server.origin,
    socketOrigin: server.origin.replace('http', 'ws'),
    deadOrigin: 'http://127.0.0.1:9',
    picture: '/tmp/picture.png',
    newController: () => new AbortController(),
    key: newKey(),
  })
  return async (name) => JSON.parse(JSON.stringify(await cases[name]()))
}

async function openH5(): Promise<Run> {
  page ??= await browser?.newPage()
  const opened = page
  if (!opened) throw new Error('no browser')
  const errors: Error[] = []
  // uni-h5 reads a chunked answer without a catch, so whoever aborts one leaves this rejection of its own behind.
  const isUniH5s = (error: Error) => error.message === 'BodyStreamBuffer was aborted'
  const note = (error: Error) => isUniH5s(error) || errors.push(error)
  opened.on('pageerror', note)
  onTestFinished(() => void opened.off('pageerror', note))
  await opened.goto(server.origin)
  return async (name) => {
    const answer: unknown = await opened.evaluate(
      `openCases(${JSON.stringify(newKey())}).${name}().then(JSON.stringify)`,
    )
    expect(errors).toEqual([])
    return JSON.parse(String(answer))
  }
}

const runtimes: [string, () => Promise<Run>][] = [
  ['a native page in the simulator', async () => (await openNative({ engine: exparserEngine() })).run],
  [
    'a native page on glass-easel, with every byte a chunk',
    async () => (await openNative({ engine: glassEaselEngine(), chunks: 'split' })).run,
  ],
  ['Node', async () => openNode()],
  ...(browser ? [['H5 in Chromium', openH5] satisfies [string, () => Promise<Run>]] : []),
]

const listOfEvents = [
  { id: '0', data: 1 },
  { id: '1', data: 2 },
  { id: '2', data: 3 },
]
const refusal = { code: 'FORBIDDEN', httpStatus: 403, path: 'refused' }

describe.each(runtimes)('in %s', (_name, open) => {
  it.each<[string, CaseName, unknown]>([
    ['a query answers', 'query', { greeting: 'hello 月' }],
    ['a mutation answers', 'mutation', { added: '月' }],
    [
      'calls of one tick go in one request for each type, and settle apart',
      'batch',
      {
        settled: [{ greeting: 'hello a' }, 'not you', { greeting: 'hello b' }, { added: 'c' }],
        answers: 2,
      },
    ],
    [
      'a refusal has tRPC’s shape',
      'error',
      {
        kind: null,
        message: 'not you',
        data: refusal,
        shape: { message: 'not you', code: -32003, data: refusal },
      },
    ],
    [
      'a server that is not there is a failure of kind offline',
      'offline',
      expect.objectContaining({ kind: 'offline' }),
    ],
    [
      'a page of somebody else’s is a failure of kind unreadable',
      'unreadable',
      expect.objectContaining({ kind: 'unreadable' }),
    ],
    ['an abort reaches the server', 'abort', expect.objectContaining({ kind: 'aborted' })],
    ['a stream is read part by part', 'stream', ['从前 ', 'a 🦊, ', 'a ¢rane']],
    ['a part can be answered before the next is sent', 'streamAsItComes', ['first', 'second']],
    ['a stream that is left ends on the server', 'streamLeft', [0, 1, 2]],
    ['promises in an answer arrive on their own', 'nested', { now: 1, deeper: 'deep' }],
    ['a subscription goes on after its socket was cut, each event once', 'subscription', listOfEvents],
    [
      'a file is uploaded with its fields',
      'upload',
      { kept: { content: 'a picture', title: '月' }, lastProgress: 100 },
    ],
  ])('%s', async (_title, name, expected) => {
    const run = await open()
    expect(await run(name)).toEqual(expected)
  })
})

describe('in a native page, where phones differ', () => {
  it('a subscription outlives the background: the socket is cut, and nothing is lost or told twice', async () => {
    const { simulator } = await openNative({ engine: exparserEngine(), backgroundGraceMs: 20 })
    simulator.evaluate(`
      globalThis.isBack = false
      getCurrentPages()[0].cases.subscribe(async () => {
        console.log('away')
        while (!isBack) await new Promise(resolve => setTimeout(resolve, 5))
      }).then(told => console.log(JSON.stringify(told)))`)
    await simulator.waitFor(() => simulator.console.length === 1)
    await simulator.hide()
    await simulator.waitFor(() => simulator.network.sockets[0]?.closed?.reason === 'interrupted')
    await simulator.show()
    simulator.evaluate('isBack = true')
    await simulator.waitFor(() => simulator.console.length === 2)
    expect(JSON.parse(simulator.console[1]?.text ?? '')).toEqual(listOfEvents)
    // An attempt made while still in the background is cut as well; one socket at a time all the same.
    const earlier = simulator.network.sockets.slice(0, -1)
    expect(earlier.length).toBeGreaterThan(0)
    expect(earlier.filter(({ closed }) => !closed)).toEqual([])
    expect(simulator.errors).toEqual([])
  })

  it('a stream comes whole where WeChat gives no chunks', async () => {
    const { run } = await openNative({ engine: exparserEngine(), chunks: 'none' })
    expect(await run('stream')).toEqual(['从前 ', 'a 🦊, ', 'a ¢rane'])
  })

  it('a stream the network left without a word ends as a failure, and the next call works', async () => {
    const { simulator, run } = await openNative({ engine: exparserEngine(), chunks: { lostAfter: 150 } })
    expect(await run('streamFailure')).toMatchObject({ parts: ['从前 '], failure: { kind: 'interrupted' } })
    expect(simulator.requests.map((request) => request.errMsg)).toEqual(['request:fail abort'])
    simulator.evaluate(`getCurrentPages()[0].setData({ answer: '' })`)
    expect(await run('query')).toEqual({ greeting: 'hello 月' })
  })
})

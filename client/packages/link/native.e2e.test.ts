/** The package in a native program, without uni-app: as 构建 npm leaves it in miniprogram_npm, on both frameworks. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'acorn'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { linkDir } from 'uni-trpc-build/testing'
import { openSimulator } from 'uni-trpc-simulator'
import { engines, writePackage } from 'uni-trpc-simulator/testing'
import { installLink } from './testing/installLink.ts'
import { serveRuntimes, type RuntimesServer } from './testing/runtimesServer.ts'

let folder: string
let server: RuntimesServer
/** What 构建 npm copies: the folder that package.json names as `miniprogram`, file by file. */
let built: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uni-trpc-native-'))
  server = await serveRuntimes()
  const inside = await installLink(folder)
  const { miniprogram } = JSON.parse(readFileSync(join(inside, 'package.json'), 'utf8')) as { miniprogram: string }
  const files = readdirSync(join(inside, miniprogram))
  built = Object.fromEntries(files.map((name) => [name, readFileSync(join(inside, miniprogram, name), 'utf8')]))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.close()
})

/** What the README tells native programs to write. */
function shownApi(): string {
  const readme = readFileSync(join(linkDir, 'README.md'), 'utf8')
  const [, code] = /```js\n\/\/ api\.js\n([^]*?)```/.exec(readme) ?? []
  if (code === undefined) throw new Error('the README shows no api.js')
  return code
}

const page = `
  const { kindOf, upload } = require('uni-trpc-link')
  const { AbortController } = require('uni-trpc-link/abort')
  const { TRPCClientError } = require('uni-trpc-link/client')
  const { api } = require('../api.js')
  Page({
    data: { answer: '' },
    tell(call) {
      return call.then(
        (value) => this.setData({ answer: JSON.stringify(value) }),
        (error) => this.setData({ answer: [error instanceof TRPCClientError, kindOf(error), error.data && error.data.code].join('|') }),
      )
    },
    query() { this.tell(Promise.all([api.greet.query('月'), api.add.mutate('x')])) },
    refuse() { this.tell(api.refused.query()) },
    leave() {
      const controller = new AbortController()
      this.tell(api.held.query('native', { signal: controller.signal }))
      setTimeout(() => controller.abort(), 50)
    },
    stream() {
      this.tell((async () => {
        let story = ''
        for await (const part of await api.story.query(undefined, { context: { stream: true } })) story += part
        return story
      })())
    },
    events() {
      api.events.subscribe({ key: 'native' }, { onData: ({ data }) => this.setData({ answer: 'event ' + data }) })
      this.tell(api.push.mutate({ key: 'native', item: 7 }).then(() => new Promise(() => {})))
    },
    send() {
      wx.chooseMedia({ success: ({ tempFiles: [{ tempFilePath: path }] }) => this.tell(upload(api.keep, { path })) })
    },
  })`

const names = ['query', 'refuse', 'leave', 'stream', 'events', 'send']

describe('what 构建 npm copies', () => {
  it('holds every entry, in syntax that phones know, and asks for nothing outside', () => {
    expect(Object.keys(built).sort()).toEqual(['abort.js', 'adapters.js', 'client.js', 'index.js'])
    for (const [name, code] of Object.entries(built)) {
      expect(() => parse(code, { ecmaVersion: 2015, sourceType: 'script' }), name).not.toThrow()
      expect(code.match(/\brequire\((?!['"]\.\/)/g), name).toBeNull()
    }
    // Two percent of what a program may weigh.
    expect(Buffer.byteLength(built['index.js'] ?? '')).toBeLessThan(50_000)
  })

  it('is named by the manifest, with no entry of the package left out', () => {
    const manifest = JSON.parse(readFileSync(join(linkDir, 'package.json'), 'utf8')) as { exports: object }
    const entries = Object.keys(manifest.exports).filter((name) => !/vite|testing|package\.json/.test(name))
    const files = entries.map((name) => (name === '.' ? 'index.js' : `${name.slice(2)}.js`))
    expect(Object.keys(built).sort()).toEqual(files.sort())
  })
})

describe.each(engines)('a native program on %s', (_name, engine) => {
  it('queries, is refused, aborts, streams, subscribes and uploads, with no global of the web', async () => {
    const npm = Object.entries(built).map(([name, code]) => [`miniprogram_npm/uni-trpc-link/${name}`, code])
    const simulator = await openSimulator({
      packageDir: writePackage({
        ...(Object.fromEntries(npm) as Record<string, string>),
        'api.js': shownApi(),
        'pages/index.js': page,
        'pages/index.wxml': `${names.map((name) => `<button class="${name}" bindtap="${name}"/>`).join('')}<view class="answer">{{answer}}</view>`,
      }),
      engine: engine(),
      domains: ['https://api.example.com', 'wss://api.example.com'],
      hosts: { 'https://api.example.com': server.origin },
      answerMedia: () => [simulator.files.add('a picture', 'png')],
    })
    onTestFinished(simulator.close)
    const opened = await simulator.launch()
    const answers = async (button: string, answer: string) => {
      await opened.tap(`.${button}`)
      await simulator.waitFor(() => opened.text('.answer') === answer)
    }
    await answers('query', '[{"greeting":"hello 月"},{"added":"x"}]')
    await answers('refuse', 'true||FORBIDDEN')
    await answers('leave', 'true|aborted|')
    await answers('stream', '"从前 a 🦊, a ¢rane"')
    await answers('send', '{"content":"a picture","title":null}')
    await answers('events', 'event 7')
    expect(simulator.errors).toEqual([])
  })
})

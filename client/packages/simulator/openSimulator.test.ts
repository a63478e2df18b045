// A uni-app program, built as products are, on both engines.
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openSimulator, type Simulator, type SimulatorOptions } from './openSimulator.ts'
import { buildFixture } from './testing/buildFixture.ts'
import { engines } from './testing/engines.ts'
import { createSimulatedStorage } from './wx/simulatedStorage.ts'

let packageDir = ''
let server: Server
let origin = ''

beforeAll(async () => {
  packageDir = await buildFixture()
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const { name } = JSON.parse(body) as { name: string }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ greeting: `hello ${name}` }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 120_000)

afterAll(async () => {
  rmSync(path.dirname(packageDir), { recursive: true, force: true })
  await new Promise((resolve) => server.close(resolve))
})

describe.each(engines)('a uni-app program on %s', (_name, engine) => {
  const opened: Simulator[] = []

  async function open(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
    const simulator = await openSimulator({
      packageDir,
      engine: engine(),
      hosts: { 'https://api.example.com': origin },
      ...options,
    })
    opened.push(simulator)
    return simulator
  }

  afterEach(() => {
    for (const simulator of opened.splice(0)) {
      expect(simulator.errors).toEqual([])
      simulator.close()
    }
  })

  it('renders its first page with data, conditions, lists and slots', async () => {
    const page = await (await open()).launch()
    expect(page.route).toBe('pages/index')
    expect(page.title).toBe('First')
    expect(page.text('.count')).toBe('0 doubled 0')
    expect([page.exists('.none'), page.exists('.one'), page.exists('.many')]).toEqual([true, false, false])
    expect(page.texts('.item')).toEqual(['0 one drop', '1 two drop'])
    expect(page.text('.card')).toBe('alphain the slot: 0choose')
    expect(page.attribute('.field', 'placeholder')).toBe('name')
  })

  it('takes taps, and shows each branch of a condition in its turn', async () => {
    const page = await (await open()).launch()
    await page.tap('.add')
    expect([page.text('.count'), page.text('.one')]).toEqual(['1 doubled 2', 'just one'])
    await page.tap('.add')
    expect([page.text('.count'), page.text('.many'), page.exists('.one')]).toEqual(['2 doubled 4', 'many', false])
    expect(page.text('.inside')).toBe('in the slot: 2')
  })

  it('leaves a disabled button alone', async () => {
    const page = await (await open()).launch()
    await page.tap('.barred')
    expect(page.text('.count')).toBe('0 doubled 0')
  })

  it('binds an input both ways, and no longer than its maxlength', async () => {
    const page = await (await open()).launch()
    await page.input('.field', 'Alice')
    expect([page.text('.echo'), page.attribute('.field', 'value')]).toEqual(['Alice', 'Alice'])
    await page.input('.field', 'x'.repeat(200))
    expect(page.text('.echo')).toBe('x'.repeat(140))
  })

  it('keeps handlers with their items when a list is turned, grown and cut', async () => {
    const page = await (await open()).launch()
    await page.tap('.grow')
    expect(page.texts('.item')).toEqual(['0 three drop', '1 two drop', '2 one drop'])
    await page.tap('.item .drop', 1)
    expect(page.texts('.item')).toEqual(['0 three drop', '1 one drop'])
    await page.tap('.item .drop', 0)
    await page.tap('.item .drop', 0)
    expect(page.texts('.item')).toEqual([])
  })

  it('hears the event of a child component', async () => {
    const page = await (await open()).launch()
    await page.tap('.choose')
    expect(page.text('.chosen')).toBe('alpha')
  })

  it('goes to a page with a query, and back to the page as it was left', async () => {
    const simulator = await open()
    const first = await simulator.launch()
    await first.tap('.add')
    await first.tap('.next')
    const second = simulator.currentPage()
    expect([second.route, second.text('.from'), second.text('.word')]).toEqual(['pages/second', 'index', '你好'])
    expect(simulator.pageStack().map((page) => page.route)).toEqual(['pages/index', 'pages/second'])
    await second.tap('.back')
    expect([simulator.currentPage().route, simulator.currentPage().text('.count')]).toEqual([
      'pages/index',
      '1 doubled 2',
    ])
    await simulator.currentPage().tap('.next')
    await simulator.currentPage().tap('.again')
    expect(simulator.pageStack().map((page) => page.query)).toEqual([{ again: '1' }])
    expect(simulator.currentPage().text('.count')).toBe('0 doubled 0')
  })

  it('runs the lifetimes of program and pages in the order of a phone', async () => {
    const simulator = await open()
    const page = await simulator.launch({ query: { a: '1' }, scene: 1007 })
    await simulator.hide()
    await simulator.show()
    await page.tap('.next')
    await simulator.currentPage().tap('.back')
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'launched pages/index 1007',
      'shown',
      'index loaded {"a":"1"}',
      'index shown',
      'index ready',
      'index hidden',
      'hidden',
      'shown',
      'index shown',
      'index hidden',
      'second shown',
      'second unloaded',
      'index shown',
    ])
  })

  it('asks a real server, and logs the request', async () => {
    const simulator = await open()
    const page = await simulator.launch()
    await page.input('.field', 'Bob')
    await page.tap('.ask')
    await simulator.waitFor(() => page.text('.answer') === '200 hello Bob')
    expect(simulator.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: 'https://api.example.com/greeting',
        data: { name: 'Bob' },
        statusCode: 200,
        errMsg: 'request:ok',
      }),
    ])
  })

  it('meets a dead network', async () => {
    const simulator = await open()
    const page = await simulator.launch()
    simulator.network.offline = true
    await page.tap('.ask')
    await simulator.waitFor(() => page.text('.answer') === 'request:fail')
  })

  it('gets a new login code each time it asks', async () => {
    const codes = ['first', 'second']
    const simulator = await open({ login: async () => codes.shift() ?? '' })
    const page = await simulator.launch()
    await page.tap('.sign-in')
    await simulator.waitFor(() => page.text('.answer') === 'code first')
    await page.tap('.sign-in')
    await simulator.waitFor(() => page.text('.answer') === 'code second')
  })

  it('finds its storage again after it was killed, and nothing on another phone', async () => {
    const storage = createSimulatedStorage()
    const before = await open({ storage })
    const page = await before.launch()
    await page.input('.field', 'kept word')
    await page.tap('.keep')
    expect(page.text('.stored')).toBe('kept word')
    const after = await open({ storage })
    expect((await after.launch()).text('.stored')).toBe('kept word')
    expect((await (await open()).launch()).text('.stored')).toBe('')
  })

  it('says what is on the page when something never appears there', async () => {
    const simulator = await open()
    const page = await simulator.launch()
    await expect(simulator.waitFor(() => page.text('.answer') === 'never', { timeoutMs: 30 })).rejects.toThrow(
      /pages\/index shows: 0 doubled 0/,
    )
    expect(() => page.text('.absent')).toThrow(/No \.absent on pages\/index, which shows: 0 doubled 0/)
    await expect(page.tap('.add', 3)).rejects.toThrow(/No \.add number 3/)
  })
})

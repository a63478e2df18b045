// wx.request against a real server that holds back what a test wants held back.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exparserEngine } from '../engines/exparser/exparserEngine.ts'
import { openSimulator, type Simulator, type SimulatorOptions } from '../openSimulator.ts'
import { launchProgram } from '../testing/launchProgram.ts'
import { createManualTimers } from '../testing/manualTimers.ts'
import { writePackage } from '../testing/writePackage.ts'

interface Arrived {
  method: string | undefined
  url: string | undefined
  headers: IncomingMessage['headers']
  body: string
  response: ServerResponse
}

let server: Server
let origin: string
let arrived: Arrived[]
let answer: (request: Arrived) => void
const opened: Simulator[] = []

beforeEach(async () => {
  arrived = []
  answer = ({ response }) => response.end('{}')
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        response,
      }
      arrived.push(one)
      answer(one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  for (const simulator of opened.splice(0)) simulator.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function launch(
  options: Partial<SimulatorOptions> = {},
  files: Record<string, string | object> = {},
): Promise<Simulator> {
  const simulator = await openSimulator({
    packageDir: writePackage(files),
    engine: exparserEngine(),
    hosts: { 'https://api.example.com': origin },
    ...options,
  })
  opened.push(simulator)
  await simulator.launch()
  simulator.evaluate(`globalThis.results = []
    globalThis.ask = options => wx.request({ url: 'https://api.example.com/x', ...options,
      success: result => results.push({ success: result }), fail: result => results.push({ fail: result }) })`)
  return simulator
}

async function results(simulator: Simulator, count: number): Promise<Record<string, Record<string, unknown>>[]> {
  await simulator.waitFor(() => simulator.evaluate('results.length') === count)
  return JSON.parse(simulator.evaluate('JSON.stringify(results)') as string)
}

describe('a request', () => {
  it("goes out as WeChat sends it, with its own referer and never the program's", async () => {
    const simulator = await launch({ appId: 'wx0123' })
    simulator.evaluate(
      `ask({ method: 'POST', data: { a: [1, '二'] }, header: { Referer: 'https://evil.example', 'X-Own': 'yes' } })`,
    )
    await results(simulator, 1)
    expect(arrived[0]).toMatchObject({ method: 'POST', url: '/x', body: '{"a":[1,"二"]}' })
    expect(arrived[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-own': 'yes',
      referer: 'https://servicewechat.com/wx0123/0/page-frame.html',
    })
  })

  it.each([
    [
      'data of a GET stands in the address',
      `{ data: { q: 'a b', n: 1 } }`,
      { method: 'GET', url: '/x?q=a+b&n=1', body: '' },
    ],
    ['text goes as it is', `{ method: 'PUT', data: 'plain' }`, { method: 'PUT', body: 'plain' }],
    [
      'a form is encoded',
      `{ method: 'POST', header: { 'Content-Type': 'application/x-www-form-urlencoded' }, data: { a: '1&2' } }`,
      { body: 'a=1%262' },
    ],
    ['bytes go as bytes', `{ method: 'POST', data: new Uint8Array([104, 105]).buffer }`, { body: 'hi' }],
  ])('%s', async (_title, options, expected) => {
    const simulator = await launch()
    simulator.evaluate(`ask(${options})`)
    await results(simulator, 1)
    expect(arrived[0]).toMatchObject(expected)
  })

  it('succeeds with any status, header names as sent and cookies apart', async () => {
    answer = ({ response }) => {
      response.writeHead(401, {
        'content-type': 'application/json',
        'x-request-id': 'r1',
        'set-cookie': ['a=1', 'b=2'],
      })
      response.end('{"no":true}')
    }
    const simulator = await launch()
    simulator.evaluate('ask({})')
    expect(await results(simulator, 1)).toEqual([
      {
        success: expect.objectContaining({
          statusCode: 401,
          data: { no: true },
          errMsg: 'request:ok',
          cookies: ['a=1', 'b=2'],
          header: expect.objectContaining({ 'x-request-id': 'r1' }),
        }),
      },
    ])
    expect(simulator.requests).toEqual([expect.objectContaining({ statusCode: 401, errMsg: 'request:ok' })])
  })

  it('gives header names capitalised on the phones that do', async () => {
    const simulator = await launch({ capitaliseHeaders: true })
    simulator.evaluate('ask({})')
    expect(await results(simulator, 1)).toMatchObject([{ success: { header: { 'Content-Length': '2' } } }])
  })

  it.each([
    ['{}', '{"a":1}', { a: 1 }],
    ['{}', 'not json', 'not json'],
    [`{ dataType: 'text' }`, '{"a":1}', '{"a":1}'],
  ])('reads the answer as %s asks: %s', async (options, body, data) => {
    answer = ({ response }) => response.end(body)
    const simulator = await launch()
    simulator.evaluate(`ask(${options})`)
    expect(await results(simulator, 1)).toMatchObject([{ success: { data } }])
  })

  it("gives bytes of the program's own realm", async () => {
    answer = ({ response }) => response.end('hi')
    const simulator = await launch()
    simulator.evaluate(`ask({ responseType: 'arraybuffer' })`)
    await results(simulator, 1)
    expect(
      simulator.evaluate(
        'results[0].success.data instanceof ArrayBuffer && new Uint8Array(results[0].success.data).join()',
      ),
    ).toBe('104,105')
  })

  it('tells of headers before the body, and of chunks as they come', async () => {
    answer = ({ response }) => void response.write('one')
    const simulator = await launch()
    simulator.evaluate(`globalThis.seen = []
      const task = ask({ enableChunked: true })
      task.onHeadersReceived(({ statusCode, header }) => seen.push(statusCode + ' ' + typeof header))
      task.onChunkReceived(({ data }) => seen.push(String.fromCharCode(...new Uint8Array(data))))`)
    await simulator.waitFor(() => simulator.evaluate('seen.join()') === '200 object,one')
    arrived[0]?.response.end('two')
    expect(await results(simulator, 1)).toMatchObject([{ success: { data: '' } }])
    expect(simulator.evaluate('seen.join()')).toBe('200 object,one,two')
  })
})

describe('the limits of a phone', () => {
  it('lets ten requests run at a time, and the others after them', async () => {
    answer = () => undefined
    const simulator = await launch()
    simulator.evaluate('for (let i = 0; i < 25; i++) ask({ data: { i } })')
    await simulator.waitFor(() => arrived.length === 10)
    let most = 0
    for (let done = 0; done < 25; done += 1) {
      await simulator.waitFor(() => arrived.length > done)
      most = Math.max(most, arrived.length - done)
      arrived[done]?.response.end('{}')
    }
    await results(simulator, 25)
    expect([most, arrived.length]).toEqual([10, 25])
  })

  it("ends a request at its own timeout, at the package's, and at 60 seconds in any case", async () => {
    answer = () => undefined
    const timers = createManualTimers()
    const simulator = await launch(
      { timers },
      { 'app.json': { pages: ['pages/index'], networkTimeout: { request: 3000 } } },
    )
    simulator.evaluate('ask({ timeout: 1000 }); ask({}); ask({ timeout: 90000 })')
    await simulator.waitFor(() => arrived.length === 3)
    const timeout = { fail: { errMsg: 'request:fail timeout', errno: 5 } }
    timers.advance(999)
    expect(simulator.evaluate('results.length')).toBe(0)
    timers.advance(1)
    expect(await results(simulator, 1)).toEqual([timeout])
    timers.advance(2000)
    expect(await results(simulator, 2)).toEqual([timeout, timeout])
    timers.advance(56_999)
    expect(simulator.evaluate('results.length')).toBe(2)
    timers.advance(1)
    expect(await results(simulator, 3)).toEqual([timeout, timeout, timeout])
  })

  it('aborts a request that runs, one that waits, and none that is over', async () => {
    answer = () => undefined
    const simulator = await launch()
    simulator.evaluate('globalThis.tasks = Array.from({ length: 11 }, (_, i) => ask({ data: { i } }))')
    await simulator.waitFor(() => arrived.length === 10)
    const closed = new Promise((resolve) => arrived[0]?.response.on('close', resolve))
    simulator.evaluate('tasks[10].abort(); tasks[0].abort(); tasks[0].abort()')
    expect(await results(simulator, 2)).toEqual([
      { fail: { errMsg: 'request:fail abort' } },
      { fail: { errMsg: 'request:fail abort' } },
    ])
    await closed
    arrived[1]?.response.end('{}')
    await results(simulator, 3)
    simulator.evaluate('tasks[1].abort()')
    arrived[2]?.response.end('{}')
    expect((await results(simulator, 4)).map((one) => Object.keys(one)[0])).toEqual([
      'fail',
      'fail',
      'success',
      'success',
    ])
    expect(arrived.length).toBe(10)
  })

  it('asks only listed domains, port and scheme included', async () => {
    const simulator = await launch({ domains: ['https://api.example.com'] })
    simulator.evaluate(
      `ask({}); ask({ url: 'http://api.example.com/' }); ask({ url: 'https://api.example.com:8443/' }); ask({ url: '${origin}' })`,
    )
    const refusal = { fail: { errMsg: 'request:fail url not in domain list', errno: 600002 } }
    const all = await results(simulator, 4)
    expect(all.filter((one) => 'fail' in one)).toEqual([refusal, refusal, refusal])
    expect(arrived.length).toBe(1)
  })

  it.each([
    [`{ url: '/relative' }`, 'request:fail invalid url "/relative"'],
    [`{ url: 'ftp://api.example.com' }`, 'request:fail invalid url "ftp://api.example.com"'],
    [`{ url: undefined }`, 'request:fail invalid url "undefined"'],
    [`{ method: 'PATCH' }`, 'request:fail method is invalid: PATCH'],
  ])('refuses %s without sending anything', async (options, errMsg) => {
    const simulator = await launch()
    simulator.evaluate(`ask(${options})`)
    expect(await results(simulator, 1)).toEqual([{ fail: { errMsg } }])
    expect([arrived.length, simulator.requests[0]?.errMsg]).toEqual([0, errMsg])
  })

  it('fails without a reason when nothing can be reached', async () => {
    const simulator = await launch({ hosts: { 'https://api.example.com': 'http://127.0.0.1:1' } })
    simulator.evaluate('ask({})')
    simulator.network.offline = true
    simulator.evaluate('ask({})')
    expect(await results(simulator, 2)).toEqual([
      { fail: { errMsg: 'request:fail' } },
      { fail: { errMsg: 'request:fail' } },
    ])
  })

  it('interrupts what still runs five seconds after the program was left, until it comes back', async () => {
    answer = () => undefined
    const timers = createManualTimers()
    const simulator = await launch({ timers })
    simulator.evaluate('ask({})')
    await simulator.waitFor(() => arrived.length === 1)
    await simulator.hide()
    timers.advance(4999)
    expect(simulator.evaluate('results.length')).toBe(0)
    timers.advance(1)
    simulator.evaluate('ask({})')
    const interrupted = { fail: { errMsg: 'request:fail interrupted' } }
    expect(await results(simulator, 2)).toEqual([interrupted, interrupted])
    answer = ({ response }) => response.end('{}')
    await simulator.show()
    simulator.evaluate('ask({})')
    expect((await results(simulator, 3))[2]).toMatchObject({ success: { statusCode: 200 } })
  })

  it('ends with the program: what still runs is cut off and nobody is called', async () => {
    answer = () => undefined
    const simulator = await launch()
    simulator.evaluate('ask({})')
    await simulator.waitFor(() => arrived.length === 1)
    const closed = new Promise((resolve) => arrived[0]?.response.on('close', resolve))
    simulator.close()
    await closed
    expect(simulator.evaluate('results.length')).toBe(0)
  })
})

describe('the world outside this machine', () => {
  const asks =
    "['https://api.example.com/a', 'https://api.example.com/b', 'https://other.example.com'].map(url => wx.request({ url, fail: ({ errMsg }) => console.log(errMsg) }))"

  it('is not asked unless a test names it, and the console says so once for each origin', async () => {
    const simulator = await launchProgram({
      files: {
        'pages/index.js': `Page({ onLoad() { ${asks}; wx.connectSocket({ url: 'wss://api.example.com' }).onError(({ errMsg }) => console.log(errMsg)) } })`,
      },
    })
    await simulator.waitFor(() => simulator.console.length === 7)
    expect(
      simulator.console
        .filter((entry) => entry.level === 'warn')
        .map((entry) => entry.text.split(' ')[0])
        .sort(),
    ).toEqual(['https://api.example.com', 'https://other.example.com', 'wss://api.example.com'])
    expect(simulator.requests[0]?.errMsg).toBe(
      "request:fail https://api.example.com is not among the simulator's hosts",
    )
    expect(simulator.errors).toEqual([])
  })

  it('is asked through the fetch a test gives', async () => {
    const asked: string[] = []
    const fetch = async (url: string | URL | Request): Promise<Response> => (
      asked.push(String(url)), new Response('{}')
    )
    const simulator = await launchProgram({ fetch, files: { 'pages/index.js': `Page({ onLoad() { ${asks} } })` } })
    await simulator.waitFor(() => simulator.requests.every((request) => request.statusCode === 200))
    expect(asked).toHaveLength(3)
  })
})

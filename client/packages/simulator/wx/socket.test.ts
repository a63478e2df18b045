// wx.connectSocket against a real WebSocket server.
import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { createManualTimers } from '../testing/manualTimers.ts'
import { startHttp } from '../testing/startHttp.ts'
import type { Simulator, SimulatorOptions } from '../openSimulator.ts'

interface Connected {
  simulator: Simulator
  sockets: WebSocket[]
  upgrades: IncomingMessage[]
  /** What the server heard of ended sockets. */
  closes: number[]
}

/** A server that echoes, and a program whose `open(options)` notes what its task tells. */
async function connected(options: Partial<SimulatorOptions> = {}): Promise<Connected> {
  const { origin, server } = await startHttp()
  const sockets: WebSocket[] = []
  const upgrades: IncomingMessage[] = []
  const closes: number[] = []
  new WebSocketServer({ server, handleProtocols: (protocols) => [...protocols][0] ?? false }).on(
    'connection',
    (socket, request) => {
      sockets.push(socket)
      upgrades.push(request)
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
      socket.on('close', (code) => closes.push(code))
    },
  )
  const simulator = await launchProgram({ hosts: { 'https://api.example.com': origin }, ...options })
  simulator.evaluate(`
    globalThis.events = []
    globalThis.note = name => result => events.push([name, result])
    globalThis.open = options => {
      const task = wx.connectSocket({ url: 'wss://api.example.com/live', success: note('success'), fail: note('fail'), ...options })
      task.onOpen(() => events.push(['open']))
      task.onMessage(({ data }) => events.push(['message', typeof data === 'string' ? data : data instanceof ArrayBuffer && new Uint8Array(data).join()]))
      task.onError(note('error')); task.onClose(note('close'))
      return task
    }`)
  return { simulator, sockets, upgrades, closes }
}

async function events(simulator: Simulator, count: number): Promise<unknown> {
  await simulator.waitFor(() => Number(simulator.evaluate('events.length')) >= count)
  return ask(simulator, 'events')
}

const ok = ['success', { errMsg: 'connectSocket:ok' }]

describe('a socket', () => {
  it("opens with the program's header and WeChat's referer, echoes text and bytes, and closes as told", async () => {
    const { simulator, upgrades, closes } = await connected({ appId: 'wx0123' })
    simulator.evaluate(`globalThis.task = open({ header: { Authorization: 'Bearer x', Referer: 'https://evil.example' }, protocols: ['trpc'] })
      task.onOpen(() => {
        task.send({ data: 'hello', success: note('sent') })
        task.send({ data: new Uint8Array([1, 2]).buffer })
      })`)
    expect(await events(simulator, 5)).toEqual([
      ok,
      ['open'],
      ['sent', { errMsg: 'sendSocketMessage:ok' }],
      ['message', 'hello'],
      ['message', '1,2'],
    ])
    expect(upgrades[0]?.url).toBe('/live')
    expect(upgrades[0]?.headers).toMatchObject({
      authorization: 'Bearer x',
      referer: 'https://servicewechat.com/wx0123/0/page-frame.html',
      'sec-websocket-protocol': 'trpc',
    })
    simulator.evaluate(`events.length = 0; task.close({ code: 4001, reason: 'done', success: note('closing') })`)
    expect(await events(simulator, 2)).toEqual([
      ['closing', { errMsg: 'closeSocket:ok' }],
      ['close', { code: 4001, reason: 'done' }],
    ])
    await simulator.waitFor(() => closes.length === 1)
    expect([closes, simulator.network.sockets]).toMatchObject([
      [4001],
      [{ url: 'wss://api.example.com/live', closed: { code: 4001 } }],
    ])
    expect(simulator.network.sockets[0]?.sent[0]).toBe('hello')
  })

  it('tells how the server closed it', async () => {
    const { simulator, sockets } = await connected()
    simulator.evaluate('open()')
    await events(simulator, 2)
    sockets[0]?.close(4401, 'ended')
    expect(await events(simulator, 3)).toEqual([ok, ['open'], ['close', { code: 4401, reason: 'ended' }]])
  })

  it('refuses to send before it is open, after it is closed, and what is neither text nor bytes', async () => {
    const { simulator } = await connected()
    const notOpen = ['unsent', { errMsg: 'SocketTask.send:fail SocketTask.readyState is not OPEN' }]
    simulator.evaluate(`globalThis.task = open(); task.send({ data: 'early', fail: note('unsent') })`)
    expect(await events(simulator, 3)).toEqual([ok, notOpen, ['open']])
    simulator.evaluate(
      `events.length = 0; task.send({ data: { a: 1 }, fail: note('unsent') }); task.onClose(() => task.send({ data: 'late', fail: note('unsent') })); task.close()`,
    )
    expect(await events(simulator, 3)).toEqual([
      ['unsent', { errMsg: 'SocketTask.send:fail parameter error: data should be String or ArrayBuffer' }],
      ['close', { code: 1000, reason: '' }],
      notOpen,
    ])
    simulator.evaluate(`events.length = 0; task.close({ fail: note('unclosed') })`)
    expect(await events(simulator, 1)).toEqual([
      ['unclosed', { errMsg: 'SocketTask.close:fail SocketTask.readyState is CLOSED' }],
    ])
  })

  it.each([
    [`{ url: 'https://api.example.com' }`, { errMsg: 'connectSocket:fail invalid url "https://api.example.com"' }],
    [`{ url: 'wss://other.example' }`, { errMsg: 'connectSocket:fail url not in domain list', errno: 600002 }],
  ])('is refused for %s, and nothing is opened', async (options, failure) => {
    const { simulator, upgrades } = await connected({ domains: ['wss://api.example.com'] })
    simulator.evaluate(`open(${options})`)
    expect(await events(simulator, 1)).toEqual([['fail', failure]])
    expect(upgrades).toEqual([])
  })

  it('is one of five at most, and makes room when it closes', async () => {
    const { simulator } = await connected()
    simulator.evaluate('globalThis.tasks = Array.from({ length: 5 }, () => open())')
    await events(simulator, 10)
    simulator.evaluate('events.length = 0; open()')
    expect(await events(simulator, 1)).toEqual([
      ['fail', { errMsg: 'connectSocket:fail reach max websocket connect count 5' }],
    ])
    simulator.evaluate('events.length = 0; tasks[0].close()')
    await events(simulator, 1)
    simulator.evaluate('events.length = 0; open()')
    expect(await events(simulator, 2)).toEqual([ok, ['open']])
  })

  it('tells by its events, not by the call, that nothing answers', async () => {
    const { origin } = await startHttp((_request, response) => response.end())
    const refusing = await startHttp()
    refusing.server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n'))
    const { simulator } = await connected({
      hosts: {
        'https://api.example.com': origin,
        'wss://refusing.example': refusing.origin,
        'https://gone.example': 'http://127.0.0.1:1',
      },
    })
    const outcome = (errMsg: string): unknown => [ok, ['error', { errMsg }], ['close', { code: 1006, reason: errMsg }]]
    for (const [url, errMsg] of [
      ['wss://refusing.example', 'Invalid HTTP status.'],
      ['wss://gone.example', 'connectSocket:fail'],
    ]) {
      simulator.evaluate(`events.length = 0; open({ url: '${url}' })`)
      expect(await events(simulator, 3)).toEqual(outcome(String(errMsg)))
    }
    simulator.network.offline = true
    simulator.evaluate('events.length = 0; open()')
    expect(await events(simulator, 3)).toEqual(outcome('connectSocket:fail'))
  })

  it('gives a handshake the time it was given', async () => {
    const { origin, server } = await startHttp()
    server.on('upgrade', () => undefined)
    const timers = createManualTimers()
    const { simulator } = await connected({ timers, hosts: { 'https://api.example.com': origin } })
    simulator.evaluate('open({ timeout: 3000 })')
    await events(simulator, 1)
    timers.advance(2999)
    expect(simulator.evaluate('events.length')).toBe(1)
    timers.advance(1)
    expect(await events(simulator, 3)).toEqual([
      ok,
      ['error', { errMsg: 'timeout' }],
      ['close', { code: 1006, reason: 'timeout' }],
    ])
  })
})

describe('the ends a phone makes', () => {
  it('closes sockets five seconds after the program was left, and opens none until it is back', async () => {
    const timers = createManualTimers()
    const { simulator, closes } = await connected({ timers })
    simulator.evaluate('open()')
    await events(simulator, 2)
    await simulator.hide()
    timers.advance(4999)
    expect(simulator.evaluate('events.length')).toBe(2)
    timers.advance(1)
    simulator.evaluate('open()')
    expect(await events(simulator, 4)).toEqual([
      ok,
      ['open'],
      ['close', { code: 1006, reason: 'interrupted' }],
      ['fail', { errMsg: 'connectSocket:fail interrupted' }],
    ])
    await simulator.waitFor(() => closes.length === 1)
    await simulator.show()
    simulator.evaluate('events.length = 0; open()')
    expect(await events(simulator, 2)).toEqual([ok, ['open']])
  })

  it('leaves them alone when the program is back in time', async () => {
    const timers = createManualTimers()
    const { simulator } = await connected({ timers })
    simulator.evaluate('globalThis.task = open()')
    await events(simulator, 2)
    await simulator.hide()
    timers.advance(4000)
    await simulator.show()
    timers.advance(10_000)
    simulator.evaluate(`task.send({ data: 'still here' })`)
    expect(await events(simulator, 3)).toEqual([ok, ['open'], ['message', 'still here']])
  })

  it('may come sooner, for tests in real time', async () => {
    const { simulator } = await connected({ backgroundGraceMs: 20 })
    simulator.evaluate('open()')
    await events(simulator, 2)
    await simulator.hide()
    expect(await events(simulator, 3)).toEqual([ok, ['open'], ['close', { code: 1006, reason: 'interrupted' }]])
  })

  it('closes them with the network', async () => {
    const { simulator } = await connected()
    simulator.evaluate('open()')
    await events(simulator, 2)
    simulator.network.offline = true
    expect(await events(simulator, 3)).toEqual([ok, ['open'], ['close', { code: 1006, reason: 'abnormal closure' }]])
  })

  it('cuts them silently: nothing is told, what is sent goes nowhere, and the place stays taken until the program lets go', async () => {
    const { simulator, closes } = await connected()
    simulator.evaluate('globalThis.tasks = Array.from({ length: 5 }, () => open())')
    await events(simulator, 10)
    simulator.network.cutSockets('silently')
    await simulator.waitFor(() => closes.length === 5)
    simulator.evaluate(`events.length = 0; tasks[0].send({ data: 'lost', success: note('sent') }); open()`)
    expect(await events(simulator, 2)).toEqual([
      ['sent', { errMsg: 'sendSocketMessage:ok' }],
      ['fail', { errMsg: 'connectSocket:fail reach max websocket connect count 5' }],
    ])
    simulator.evaluate('events.length = 0; tasks[0].close({ code: 4000 })')
    expect(await events(simulator, 1)).toEqual([['close', { code: 4000, reason: '' }]])
    simulator.evaluate('events.length = 0; open()')
    expect(await events(simulator, 2)).toEqual([ok, ['open']])
  })

  it('ends them with the program, and nobody is called', async () => {
    const { simulator, closes } = await connected()
    simulator.evaluate('open()')
    await events(simulator, 2)
    simulator.close()
    await expect.poll(() => closes).toEqual([1006])
    expect(simulator.evaluate('events.length')).toBe(2)
  })
})

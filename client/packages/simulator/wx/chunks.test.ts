// The ways in which phones hand over an answer in chunks.
import { describe, expect, it } from 'vitest'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { createManualTimers } from '../testing/manualTimers.ts'
import { startHttp } from '../testing/startHttp.ts'
import type { Simulator, SimulatorOptions } from '../openSimulator.ts'

const text = '{"二":1}\n'
const bytes = Buffer.from(text)

/** A program that has asked for `text`, written in two parts unless held back after the first. */
async function asking(options: Partial<SimulatorOptions> & { hold?: boolean }): Promise<Simulator> {
  const { hold = false, ...rest } = options
  const { origin } = await startHttp((_request, response) => {
    response.write(bytes.subarray(0, 3))
    if (!hold) setTimeout(() => response.end(bytes.subarray(3)), 30)
  })
  const simulator = await launchProgram({ hosts: { 'https://api.example.com': origin }, ...rest })
  simulator.evaluate(`
    globalThis.events = []
    globalThis.task = wx.request({
      url: 'https://api.example.com/', enableChunked: true,
      success: ({ data }) => events.push({ success: data }), fail: failure => events.push({ fail: failure }),
    })
    task.onHeadersReceived(({ statusCode }) => events.push({ status: statusCode }))
    globalThis.received = ({ data }) => events.push({ chunk: [...new Uint8Array(data)], own: data instanceof ArrayBuffer })
    task.onChunkReceived(received)`)
  return simulator
}

const eventsOf = (simulator: Simulator): Promise<unknown> => ask(simulator, 'events')
const over = (simulator: Simulator): Promise<void> =>
  simulator.waitFor(() => simulator.evaluate('events.some(one => "success" in one || "fail" in one)') === true)
const chunk = (part: Uint8Array): object => ({ chunk: [...part], own: true })

describe('a chunked answer', () => {
  it.each([
    ['as it was sent', 'as-sent', [chunk(bytes.subarray(0, 3)), chunk(bytes.subarray(3)), { success: '' }]],
    [
      'split into bytes, through every character',
      'split',
      [...Array.from(bytes, (byte) => chunk(Uint8Array.of(byte))), { success: '' }],
    ],
    ['glued into one', 'glued', [chunk(bytes), { success: '' }]],
    [
      'cut where a test cuts it',
      { cut: (part: Uint8Array) => [part.subarray(0, 2), part.subarray(2)] },
      [
        chunk(bytes.subarray(0, 2)),
        chunk(bytes.subarray(2, 3)),
        chunk(bytes.subarray(3, 5)),
        chunk(bytes.subarray(5)),
        { success: '' },
      ],
    ],
    ['not at all, with the body at the end', 'none', [{ success: { 二: 1 } }]],
  ] as const)('comes %s', async (_title, chunks, expected) => {
    const simulator = await asking({ chunks })
    await over(simulator)
    expect(await eventsOf(simulator)).toEqual([{ status: 200 }, ...expected])
    expect(simulator.requests).toMatchObject([{ statusCode: 200, errMsg: 'request:ok' }])
  })

  it('may come differently for each request, and from one moment to the next', async () => {
    const simulator = await asking({ chunks: ({ url }) => (url.endsWith('?whole') ? 'glued' : 'split') })
    await over(simulator)
    simulator.network.chunks = 'glued'
    simulator.evaluate(
      'events.length = 0; wx.request({ url: "https://api.example.com/", enableChunked: true, success() { events.push({ success: "" }) } }).onChunkReceived(received)',
    )
    await over(simulator)
    expect(await eventsOf(simulator)).toEqual([chunk(bytes), { success: '' }])
  })

  it('is not heard by a listener that was taken away', async () => {
    const simulator = await asking({})
    simulator.evaluate('task.offChunkReceived(received)')
    await over(simulator)
    expect(await eventsOf(simulator)).toEqual([{ status: 200 }, { success: '' }])
  })

  it("is lost without a word on an iPhone: no timeout, no interruption, only the program's own abort", async () => {
    const timers = createManualTimers()
    const simulator = await asking({ chunks: { lostAfter: 2 }, timers })
    await simulator.waitFor(() => simulator.evaluate('events.length') === 2)
    await new Promise((resolve) => setTimeout(resolve, 60))
    timers.advance(120_000)
    simulator.network.offline = true
    const silence = [{ status: 200 }, chunk(bytes.subarray(0, 2))]
    expect(await eventsOf(simulator)).toEqual(silence)
    simulator.evaluate('task.abort()')
    await over(simulator)
    expect(await eventsOf(simulator)).toEqual([...silence, { fail: { errMsg: 'request:fail abort' } }])
  })

  it('fails where the network goes and the phone notices', async () => {
    const simulator = await asking({ hold: true })
    await simulator.waitFor(() => simulator.evaluate('events.length') === 2)
    simulator.network.offline = true
    expect(await eventsOf(simulator)).toEqual([
      { status: 200 },
      chunk(bytes.subarray(0, 3)),
      { fail: { errMsg: 'request:fail' } },
    ])
  })

  it('brings nothing more once it is aborted', async () => {
    const simulator = await asking({ chunks: 'split' })
    simulator.evaluate('task.onChunkReceived(() => task.abort())')
    await over(simulator)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(await eventsOf(simulator)).toEqual([
      { status: 200 },
      chunk(bytes.subarray(0, 1)),
      { fail: { errMsg: 'request:fail abort' } },
    ])
  })
})

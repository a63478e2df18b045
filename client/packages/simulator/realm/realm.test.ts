// What a program finds around it, and what it does not.
import { JSDOM } from 'jsdom'
import { describe, expect, it } from 'vitest'
import { createRealm } from './realm.ts'
import { watchRejections } from './rejectionWatch.ts'
import { createSimulatedTimers } from './simulatedTimers.ts'
import { createManualTimers } from '../testing/manualTimers.ts'

const absent = [
  'fetch',
  'Headers',
  'Request',
  'Response',
  'FormData',
  'Blob',
  'URL',
  'URLSearchParams',
  'AbortController',
  'AbortSignal',
  'TextEncoder',
  'TextDecoder',
  'ReadableStream',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'Event',
  'EventTarget',
  'crypto',
  'performance',
  'structuredClone',
  'queueMicrotask',
  'atob',
  'btoa',
  'setImmediate',
  'MessageChannel',
  'window',
  'document',
  'navigator',
  'location',
  'localStorage',
  'self',
  'process',
  'Buffer',
  'require',
  'module',
  'WebAssembly',
  'SharedArrayBuffer',
  'setTimeout',
  'wx',
]

describe('a realm', () => {
  it.each(absent)('has no %s', (name) => {
    const realm = createRealm()
    expect(
      realm.evaluate(`typeof ${name} + ' ' + typeof globalThis.${name} + ' ' + ('${name}' in globalThis)`, 'test.js'),
    ).toBe('undefined undefined false')
  })

  it.each(['eval("1")', 'new Function("return 1")', '(() => {}).constructor("return 1")'])('refuses %s', (code) => {
    expect(() => createRealm().evaluate(code, 'test.js')).toThrow(/Code generation from strings disallowed/)
  })

  it('has the whole language', () => {
    const names = 'Promise, Proxy, Map, WeakMap, Symbol, Reflect, BigInt, Uint8Array, JSON, Intl, Date, RegExp'
    expect(createRealm().evaluate(`[${names}].every(Boolean)`, 'test.js')).toBe(true)
  })

  it('takes host values in as its own', async () => {
    const realm = createRealm()
    const looped: Record<string, unknown> = { list: [1, { deep: true }] }
    looped['self'] = looped
    realm.global['given'] = realm.adopt({
      looped,
      bytes: new Uint8Array([1, 2]).buffer,
      fail: () => {
        throw new RangeError('no')
      },
      add: (a: number, b: number) => ({ sum: [a + b] }),
      later: Promise.resolve({ done: true }),
    })
    expect(
      realm.evaluate(
        `[
      given instanceof Object, given.looped.list instanceof Array, given.looped.self === given.looped,
      given.bytes instanceof ArrayBuffer && given.bytes.byteLength === 2, given.add instanceof Function,
      given.add(1, 2).sum instanceof Array && given.add(1, 2).sum[0] === 3, given.later instanceof Promise,
      given.looped.constructor === Object, (() => { try { given.fail() } catch (e) { return e instanceof Error && e.message === 'no' } })(),
    ].join()`,
        'test.js',
      ),
    ).toBe(Array(9).fill('true').join())
    await expect(
      realm.evaluate('given.later.then(value => value instanceof Object && value.done)', 'test.js'),
    ).resolves.toBe(true)
  })

  it('takes an error of a document in with its name and words', () => {
    const realm = createRealm()
    const { document } = new JSDOM('').window
    realm.global['fail'] = realm.adopt(() => document.createElement('no name'))
    const caught = realm.evaluate(
      '(() => { try { fail() } catch (e) { return [e instanceof Error, e.name, e.message] } })()',
      'test.js',
    )
    expect(caught).toEqual([true, 'InvalidCharacterError', expect.stringContaining('no name')])
  })

  it('leaves its own values as they are', () => {
    const realm = createRealm()
    const own = realm.evaluate('({ f() {} })', 'test.js')
    expect(realm.adopt(own)).toBe(own)
    expect((realm.adopt({ own }) as { own: unknown }).own).toBe(own)
  })
})

describe('a watch over rejections', () => {
  it("hears of a rejection nobody handles in its realm, and of no other realm's", async () => {
    const [one, other] = [createRealm(), createRealm()]
    const heard: unknown[][] = [[], []]
    const stops = [one, other].map((realm, index) => watchRejections(realm, (reason) => heard[index]?.push(reason)))
    one.evaluate('Promise.reject("mine"); Promise.reject("handled").catch(() => {})', 'test.js')
    other.evaluate('Promise.reject("yours")', 'test.js')
    await new Promise((resolve) => setTimeout(resolve, 5))
    for (const stop of stops) stop()
    expect(heard).toEqual([['mine'], ['yours']])
  })

  it('gives everybody else their listeners back, in whatever order watches end', () => {
    const before = process.listeners('unhandledRejection')
    const stops = [1, 2, 3].map(() => watchRejections(createRealm(), () => undefined))
    for (const stop of stops) stop()
    expect(process.listeners('unhandledRejection')).toEqual(before)
  })
})

describe('the timers of a program', () => {
  it('are numbers, run in time and end with the program', () => {
    const time = createManualTimers()
    const timers = createSimulatedTimers(time)
    const ran: string[] = []
    const once = timers.setTimeout(() => ran.push('once'), 10)
    const never = timers.setTimeout(() => ran.push('never'), 10)
    timers.setInterval(() => ran.push('again'), 10)
    timers.clearTimeout(never)
    expect([typeof once, once === never]).toEqual(['number', false])
    time.advance(25)
    expect(ran).toEqual(['once', 'again', 'again'])
    timers.close()
    timers.setTimeout(() => ran.push('after the end'), 0)
    time.advance(100)
    expect(ran).toEqual(['once', 'again', 'again'])
  })
})

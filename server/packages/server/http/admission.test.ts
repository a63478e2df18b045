/** The rule by a hand clock; that the server follows it on a real connection is shown in shedding.test.ts. */
import { describe, expect, it } from 'vitest'
import { createAdmission, lookMs } from './admission.ts'

function createScene() {
  let now = 0
  const told: string[] = []
  const admission = createAdmission({
    clock: () => now,
    onShed: (reason) => told.push(reason),
    onCalm: () => told.push('calm'),
  })
  const call = (hasToken = true): string => {
    const reason = admission.enter(1, hasToken)
    if (reason === null) admission.leave(1)
    return reason ?? 'taken'
  }
  /** A turn of the event loop: the timer, then calls of 10 ms each until it is over, which have waited in a queue. */
  const turn = (ms: number, queuedMs = 0, hasToken = true): string[] => {
    admission.look()
    const end = now + ms
    const outcomes: string[] = []
    for (; now < end; now += 10) {
      admission.waited(queuedMs)
      // Two a time, for ten in a turn of 50 ms are a crowd.
      outcomes.push(call(hasToken), call(hasToken))
    }
    return outcomes
  }
  return { admission, told, call, turn, pass: (ms: number) => void (now += ms) }
}

/** Whatever is on time: as many turns as make a second. */
const quietTurns = 1000 / lookMs

describe('I96: calls are refused while those before them wait too long', () => {
  it('none on time, however long that goes on', () => {
    const { turn, told } = createScene()
    for (let count = 0; count < 10 * quietTurns; count++) expect(new Set(turn(lookMs))).toEqual(new Set(['taken']))
    expect(told).toEqual([])
  })

  it.each([
    ['a single long turn, of a garbage collection, a backup or a slow disk', 1],
    ['long turns with others between them', 5],
  ])('none for %s', (_what, times) => {
    const { turn, pass, told } = createScene()
    for (let count = 0; count < times; count++) {
      turn(lookMs)
      pass(5000)
      expect(new Set(turn(lookMs))).toEqual(new Set(['taken']))
      expect(new Set(turn(lookMs))).toEqual(new Set(['taken']))
    }
    expect(told).toEqual([])
  })

  it('those beyond half a second of lateness without a break, whether that is one turn or many', () => {
    const one = createScene()
    const inOne = one.turn(2000)
    expect(inOne.indexOf('late') * 5).toBeGreaterThan(500)
    expect(inOne.indexOf('late') * 5).toBeLessThanOrEqual(lookMs + 100 + 500 + 50 + 100)
    const many = createScene()
    expect(Array.from({ length: 2 }, () => many.turn(300)).flat()).not.toContain('late')
    expect(many.turn(300)).toContain('late')
  })

  it('while it stays late, only those who waited and of them a third: the first of a turn are taken, and most of its time serves', () => {
    const { turn } = createScene()
    turn(2000)
    for (const ms of [300, 300, 2000]) {
      const outcomes = turn(ms)
      expect(outcomes[0]).toBe('taken')
      expect(outcomes).toContain('late')
      expect(outcomes.filter((outcome) => outcome === 'taken').length / outcomes.length).toBeGreaterThan(0.6)
    }
  })

  it('none any more once it has been on time for half a second, and that is told once', () => {
    const { turn, told } = createScene()
    turn(2000)
    expect(new Set(told)).toEqual(new Set(['late']))
    for (let count = 0; count < quietTurns; count++) turn(lookMs)
    expect(told.filter((what) => what === 'calm')).toHaveLength(1)
    expect(turn(300)).not.toContain('late')
  })

  it('those that waited too long in a queue before the event loop came to them, while those that did not are taken', () => {
    const { turn } = createScene()
    const turns = (count: number, queuedMs: number): string[] =>
      Array.from({ length: count }, () => turn(lookMs, queuedMs)).flat()
    expect(turns(40, 90)).not.toContain('late')
    const outcomes = turns(60, 300).slice(400)
    expect(outcomes).toContain('late')
    expect(outcomes.filter((outcome) => outcome === 'taken').length / outcomes.length).toBeGreaterThan(0.6)
    expect(turns(1, 0)).not.toContain('late')
  })

  it('only those without a token where most have none, for people who are in are not the crowd that signs in', () => {
    const { turn, call } = createScene()
    expect(turn(2000, 0, false)).toContain('late')
    expect(new Set(Array.from({ length: 20 }, () => call(true)))).toEqual(new Set(['taken']))
    const named = createScene()
    named.turn(2000)
    expect(named.turn(2000)).toContain('late')
  })

  it('none where a few ask, for then the machine is at other work and refusing them helps nobody', () => {
    const { admission, call, pass, told } = createScene()
    for (let count = 0; count < 40; count++) {
      admission.look()
      pass(300)
      expect([call(), call()]).toEqual(['taken', 'taken'])
    }
    expect(told).toEqual([])
  })

  it('none where nobody looks, for a host’s server that the API is mounted in has no such timer', () => {
    const { call, pass } = createScene()
    expect(call()).toBe('taken')
    pass(60_000)
    expect(call()).toBe('taken')
  })
})

it('I96: as many as fit are taken, each of a batch counted, and the others are told apart from those that are late', () => {
  const { admission, told } = createScene()
  expect([
    admission.enter(999, true),
    admission.enter(2, true),
    admission.enter(1, true),
    admission.enter(1, true),
  ]).toEqual([null, 'full', null, 'full'])
  admission.leave(999)
  expect(admission.enter(20, true)).toBeNull()
  expect(told).toEqual(['full', 'full'])
})

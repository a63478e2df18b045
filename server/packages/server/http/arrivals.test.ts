import { expect, it } from 'vitest'
import { createArrivals } from './arrivals.ts'

function createScene() {
  let now = 0
  let ends: Array<() => void> = []
  const done: string[] = []
  const arrivals = createArrivals({ clock: () => now, atEndOfTurn: (work) => void ends.push(work) })
  return {
    arrivals,
    done,
    ask: (name: string) => arrivals.after((waitedMs) => void done.push(`${name} after ${waitedMs}`)),
    /** What was to be done at the end of this turn is done. */
    endTurn(ms = 10) {
      now += ms
      const those = ends
      ends = []
      for (const work of those) work()
    },
    isIdle: () => ends.length === 0,
  }
}

it('what is asked for is done at once where nobody arrives', () => {
  const { ask, done } = createScene()
  ask('this')
  expect(done).toEqual(['this after 0'])
})

it('I96: with a crowd at the door three come in and one is served, in the order in which they asked, told how long they waited', () => {
  const { arrivals, ask, done, endTurn } = createScene()
  arrivals.arrived()
  for (const name of ['a', 'b', 'c']) ask(name)
  for (let turn = 0; turn < 7; turn++) {
    endTurn()
    arrivals.arrived()
  }
  expect(done).toEqual(['a after 40', 'b after 70'])
})

it('I96: once nobody comes any more those who wait are served a few a turn, who asks meanwhile is behind them, and then all are served at once again', () => {
  const { arrivals, ask, done, endTurn, isIdle } = createScene()
  arrivals.arrived()
  for (let count = 0; count < 40; count++) ask('early')
  const served: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    endTurn()
    served.push(done.length)
  }
  ask('late')
  expect(served).toEqual([0, 0, 32])
  while (!isIdle()) endTurn()
  expect(done.map((told) => told.split(' ')[0])).toEqual([...Array<string>(40).fill('early'), 'late'])
  ask('then')
  expect(done.at(-1)).toBe('then after 0')
})

it('a breath is one turn, and where others wait it ends when they had theirs', async () => {
  const { arrivals, ask, done, endTurn } = createScene()
  void arrivals.breath().then(() => done.push('short'))
  endTurn()
  await Promise.resolve()
  expect(done).toEqual(['short'])
  arrivals.arrived()
  ask('this')
  void arrivals.breath().then(() => done.push('long'))
  for (let turn = 0; turn < 4; turn++) endTurn()
  await Promise.resolve()
  expect(done).toEqual(['short', 'this after 30', 'long'])
})

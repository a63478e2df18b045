import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.ts'

const tooLate = () => new Error('too late')

/** Work that ends when it is told to. */
function held() {
  const ends: (() => void)[] = []
  const work = () => new Promise<string>((resolve) => ends.push(() => resolve('done')))
  return { ends, work }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('turns', () => {
  it('start in the order of asking, as many as may', async () => {
    const inTurn = createTurns(1000)
    const { ends, work } = held()
    const mayStart = async (underWay: number) => underWay < 2
    const all = [1, 2, 3].map(() => inTurn('key', { work, mayStart, tooLate }))
    await settle()
    expect(ends).toHaveLength(2)
    ends[1]?.()
    await settle()
    expect(ends).toHaveLength(3)
    ends.forEach((end) => end())
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done'])
  })

  it('of other keys do not wait', async () => {
    const inTurn = createTurns(1000)
    const { ends, work } = held()
    const mayStart = async (underWay: number) => underWay < 1
    const all = ['one', 'two'].map((key) => inTurn(key, { work, mayStart, tooLate }))
    await settle()
    expect(ends).toHaveLength(2)
    ends.forEach((end) => end())
    await Promise.all(all)
  })

  it('are given up when they do not come in time, without holding up who comes after', async () => {
    const inTurn = createTurns(20)
    const { ends, work } = held()
    const mayStart = async (underWay: number) => underWay < 1
    const first = inTurn('key', { work, mayStart, tooLate })
    await expect(inTurn('key', { work, mayStart, tooLate })).rejects.toThrow('too late')
    ends[0]?.()
    expect(await first).toBe('done')
    const third = inTurn('key', { work, mayStart, tooLate })
    await settle()
    expect(ends).toHaveLength(2)
    ends[1]?.()
    expect(await third).toBe('done')
  })

  it('are not lost when the last one ends while the next one asks', async () => {
    const inTurn = createTurns(1000)
    const { ends, work } = held()
    const first = inTurn('key', { work, mayStart: async () => true, tooLate })
    await settle()
    const mayStart = async (underWay: number) => {
      ends[0]?.()
      await settle()
      return underWay < 1
    }
    const second = inTurn('key', { work, mayStart, tooLate })
    await settle()
    await expect.poll(() => ends.length).toBe(2)
    ends[1]?.()
    expect(await Promise.all([first, second])).toEqual(['done', 'done'])
  })

  it('an error of the question or of the work is for the one who asked, and the next one goes on', async () => {
    const inTurn = createTurns(1000)
    const refused = inTurn('key', {
      work: async () => 'done',
      mayStart: () => Promise.reject(new Error('no')),
      tooLate,
    })
    const broken = inTurn('key', {
      work: () => Promise.reject(new Error('broken')),
      mayStart: async () => true,
      tooLate,
    })
    const fine = inTurn('key', { work: async () => 'done', mayStart: async (underWay) => underWay < 1, tooLate })
    const results = await Promise.allSettled([refused, broken, fine])
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
      'Error: no',
      'Error: broken',
      'done',
    ])
  })
})

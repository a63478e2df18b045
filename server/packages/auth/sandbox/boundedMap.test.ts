/** A map that stays small. */
import { describe, expect, it } from 'vitest'
import { createBoundedMap } from './boundedMap.ts'

describe('createBoundedMap', () => {
  it('forgets the entry that was set longest ago when it is full', () => {
    const map = createBoundedMap<number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.set('a', 3)
    map.set('c', 4)
    expect([...map.entries()]).toEqual([
      ['a', 3],
      ['c', 4],
    ])
    expect([map.get('a'), map.get('b')]).toEqual([3, undefined])
  })

  it('has room again after a deletion', () => {
    const map = createBoundedMap<number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.delete('a')
    map.set('c', 3)
    expect([...map.entries()].map(([key]) => key)).toEqual(['b', 'c'])
  })
})

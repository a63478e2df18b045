import { expect, it } from 'vitest'
import { circlesOf } from './circles.ts'

it('finds files that import each other around, and no others', () => {
  const file = (path: string, ...imports: string[]) => ({ path, imports })
  const files = [file('a', 'b'), file('b', 'c', 'd'), file('c', 'a'), file('d', 'e'), file('e', 'gone')]
  expect(circlesOf(files).map((circle) => circle.sort())).toEqual([['a', 'b', 'c']])
})

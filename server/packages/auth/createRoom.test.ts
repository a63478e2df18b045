import { expect, it } from 'vitest'
import { createRoom } from './createRoom.ts'

it('a room takes as much as fits in, refuses more, and takes again what was given back', () => {
  const room = createRoom(3)
  expect([room.enter(), room.enter(2), room.enter()]).toEqual([true, true, false])
  room.leave(2)
  expect([room.enter(3), room.enter(), room.enter(), room.enter()]).toEqual([false, true, true, false])
})

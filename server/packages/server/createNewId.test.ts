import { expect, it } from 'vitest'
import { createNewId } from './createNewId.ts'

it('every id has 24 characters of its own, however many there are', () => {
  const newId = createNewId()
  const ids = Array.from({ length: 2000 }, newId)
  expect(new Set(ids).size).toBe(2000)
  expect(ids.filter((id) => !/^[\w-]{24}$/.test(id))).toEqual([])
})

it('no bit is used twice, and none that was not drawn', () => {
  let draws = 0
  const newId = createNewId((bytes) => {
    draws++
    for (let at = 0; at < bytes.length; at += 2) bytes.writeUInt16BE((at / 2 + draws * 4096) % 65536, at)
  })
  const pairs = Array.from({ length: 600 }, newId).flatMap((id) =>
    Array.from({ length: 9 }, (_, at) => Buffer.from(id, 'base64url').readUInt16BE(2 * at)),
  )
  expect(new Set(pairs).size).toBe(600 * 9)
  expect(pairs).not.toContain(0)
  expect(draws).toBe(3)
})

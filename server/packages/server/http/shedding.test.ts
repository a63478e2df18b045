import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../testing/world.ts'

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

const all = <T>(count: number, work: () => T | Promise<T>) => Promise.all(Array.from({ length: count }, work))

describe('I96: calls at once', () => {
  it('beyond a thousand are refused with 503 and when to come back, each of a batch counted, and then the next are answered', async () => {
    const path = `/trpc/${Array(20).fill('auth.check').join(',')}?batch=1`
    const send = () =>
      world.app.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    const [answers, alive] = await Promise.all([all(80, send), world.app.request('/livez')])
    expect(alive.status).toBe(200)
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused).toHaveLength(30)
    for (const answer of refused)
      expect([answer.headers.get('retry-after'), await answer.text()]).toEqual([
        '2',
        expect.stringContaining('"STORE_BUSY"'),
      ])
    expect((await send()).status).toBe(401)
  })

  it('that sign in by a code beside another call are held back, too, and the code stays unspent', async () => {
    const codes = await all(160, () => world.code())
    const ride = (code: string) =>
      world.app.request('/trpc/user.me', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-login-code': code },
      })
    const answers = await Promise.all(codes.map(ride))
    const refused = codes.filter((_code, index) => answers[index]?.status === 503)
    expect(refused).toHaveLength(10)
    for (const code of refused) expect((await ride(code)).status).toBe(200)
  })
})

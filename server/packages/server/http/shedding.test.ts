import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEdge } from '../testing/openEdge.ts'
import { createWorld, type World } from '../testing/world.ts'
import { createShortWay } from '../trpc/shortWay.ts'
import { createAdmission } from './admission.ts'
import { createApp, createWays, shortWayParts } from './app.ts'

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

/** The server as it stands on the net, but that its event loop is late when the test says so. */
async function openLateEdge() {
  let now = 0
  const { refused: onShed, calm: onCalm } = world.services.shedReport
  const admission = createAdmission({ clock: () => now, onShed, onCalm })
  const ways = { ...createWays(world), admission }
  const edge = await openEdge(world, {
    fetch: createApp({ ...world, ways }).fetch,
    shortWay: createShortWay(shortWayParts({ ...world, ways })),
  })
  const looks = (count: number, ms: number, crowd = 0): void => {
    for (let look = 0; look < count; look++) {
      admission.look()
      now += ms
      // Until calls are refused; from then on those of the test are the only ones.
      for (let call = 0; call < crowd && look < 4; call++) if (admission.enter(1, false) === null) admission.leave(1)
    }
  }
  return { edge, looks }
}

describe('I96: calls that would wait too long', () => {
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ text: 'unread' })

  it('are refused by both ways with the same answer, their bodies unread and the connection kept, while operators are answered', async () => {
    const { edge, looks } = await openLateEdge()
    const ask = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${edge.origin}/trpc/${path}`, { method: 'POST', headers: { ...json, ...headers }, body })
    expect((await ask('notes.add')).status).toBe(401)

    looks(6, 170, 10)
    const [short, whole] = [await ask('notes.add'), await ask('notes.add', { origin: 'https://h5.example.com' })]
    for (const answer of [short, whole])
      expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('cache-control')]).toEqual([
        503,
        '2',
        'no-store',
      ])
    expect(await short.json()).toEqual(await whole.json())
    expect(short.headers.get('x-request-id')).toMatch(/./)
    for (const path of ['/livez', '/readyz', '/metrics', '/openapi.json'])
      expect((await fetch(`${edge.origin}${path}`)).status, path).toBe(200)
    const call = `POST /trpc/auth.check HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`
    expect((await edge.send(call.repeat(3), 200)).match(/HTTP\/1\.1 503 /g)).toHaveLength(3)
    await edge.stop()
  })

  it('are counted by why, told in the log once, and taken again once the server is on time', async () => {
    const { edge, looks } = await openLateEdge()
    const ask = async () => (await fetch(`${edge.origin}/trpc/auth.check`, { method: 'POST', headers: json })).status
    looks(6, 170, 10)
    expect([await ask(), await ask()]).toEqual([503, 503])
    expect(await world.services.metrics.text()).toMatch(/^uni_trpc_shed_requests_total{reason="late"} 2$/m)
    expect(world.lines.filter((line) => line.includes('"outage":"load"'))).toHaveLength(1)
    looks(20, 50)
    expect(await ask()).toBe(401)
    await edge.stop()
  })
})

import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAudit } from './audit.ts'
import type { AuditEntry } from 'uni-trpc-auth'
import { createWorld, type World } from './testing/world.ts'

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

const headers = { 'content-type': 'application/json' }
const post = async (path: string, { token = '', body = {}, code = '' } = {}): Promise<number> => {
  const all = { ...headers, ...(token && { authorization: `Bearer ${token}` }), ...(code && { 'x-login-code': code }) }
  return (await world.app.request(`/trpc/${path}`, { method: 'POST', headers: all, body: JSON.stringify(body) })).status
}
async function signIn(): Promise<string> {
  const answer = await world.app.request('/trpc/auth.login', {
    method: 'POST',
    headers,
    body: JSON.stringify({ code: await world.code() }),
  })
  const { result }: { result: { data: { token: string } } } = JSON.parse(await answer.text())
  return result.data.token
}
/** The audited events but for sign-ins, the oldest first. */
function audited(): string[] {
  const file = new DatabaseSync(world.databaseFile)
  const rows = file.prepare("select event, detail from audit where event != 'sign-in' order by rowid").all()
  file.close()
  return rows.map((row) => [row['event'], row['detail']].filter(Boolean).join(' '))
}
const times = async (count: number, work: () => Promise<unknown>): Promise<void> => {
  for (let time = 0; time < count; time++) await work()
}

describe('the audit', () => {
  it('holds one row for a sign-out, however often its dead token signs out again', async () => {
    const token = await signIn()
    await times(5, () => post('auth.logout', { token, body: { scope: 'this' } }))
    expect(audited()).toEqual(['sign-out this: 1'])
  })

  it('holds nothing of a sign-out of others where there are none', async () => {
    const token = await signIn()
    await times(5, () => post('auth.logout', { token, body: { scope: 'others' } }))
    expect(audited()).toEqual([])
  })

  it('holds a row for each binding and unbinding that changed something, and none for those that did not', async () => {
    const token = await signIn()
    const bind = async (phone: string) =>
      post('user.bindPhone', { token, body: { code: await world.phoneCode('alice', phone) } })
    await times(3, () => post('user.unbindPhone', { token }))
    expect([await bind('13800138000'), await bind('13800138000'), await bind('13900139000')]).toEqual([200, 200, 200])
    await times(3, () => post('user.unbindPhone', { token }))
    expect(audited()).toEqual(['bind', 'bind', 'unbind'])
  })

  it('holds the first ten refused bindings of a person in an hour, says that there were more, and none of the limited', async () => {
    await world.close()
    world = await createWorld({ limitSizes: { phoneCodes: 15 } })
    const token = await signIn()
    await times(20, () => post('user.bindPhone', { token, body: { code: 'f'.repeat(32) } }))
    const rows = audited()
    expect(rows).toHaveLength(10)
    expect(rows.at(-1)).toMatch(/^refusal CODE_\w+; no more are kept this hour$/)
    expect(rows.join()).not.toContain('RATE_LIMITED')
  })

  it('holds ten refused sign-ins of one address in an hour', async () => {
    await times(15, () => post('user.me', { code: 'g'.repeat(32) }))
    expect(audited().filter((row) => row.startsWith('refusal'))).toHaveLength(10)
  })

  it('begins anew after an hour, keeps a thousand refusals of all together, and every other event', async () => {
    const kept: AuditEntry[] = []
    let time = 0
    const store = { audit: async (entry: AuditEntry) => void kept.push(entry) }
    const audit = createAudit(store, { onError: () => undefined, clock: () => time })
    for (let address = 0; address < 2000; address++)
      await audit({ event: 'refusal', address: `${address}`, detail: 'CODE_INVALID' })
    expect(kept).toHaveLength(1000)
    await audit({ event: 'bind', userId: 'one' })
    expect(kept).toHaveLength(1001)
    time = 3_600_000
    await audit({ event: 'refusal', address: '1', detail: 'CODE_INVALID' })
    expect(kept).toHaveLength(1002)
  })
})

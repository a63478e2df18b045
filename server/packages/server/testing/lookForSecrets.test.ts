import { describe, expect, it } from 'vitest'
import { openPostgres } from './openPostgres.ts'
import type { WorldOptions } from './openWorld.ts'
import { secret } from './secrets.ts'
import { sharedPostgres } from './sharedPostgres.ts'
import { start } from './startServer.ts'
import { createWorld, type World } from './world.ts'

/** Of one world alone: what this file plants, the PostgreSQL that all files share must not hold against them. */
const planted = secret('planted')
const open = (options: WorldOptions = {}) => createWorld({ apps: new Map([['touristappid', planted]]), ...options })

/** As nobody may write it down, but for whom it belongs to. */
const note = async ({ as }: World) => (await as('alice')).notes.add({ text: planted })
async function removedNote(world: World): Promise<void> {
  const alice = await world.as('alice')
  const { id } = await alice.notes.add({ text: planted })
  await alice.notes.remove({ id })
}

describe('H79: a world that is closed finds a secret', () => {
  it.each<[string, (world: World) => unknown]>([
    ['a log', ({ log }) => log.info({ path: planted }, 'planted')],
    ['a URL', ({ app }) => app.request(`/nothing?secret=${planted}`)],
    ['a page of the database', note],
  ])('in %s', async (place, plant) => {
    const world = await open()
    await plant(world)
    await expect(world.close()).rejects.toThrow(`${planted} stands in ${place}`)
  })

  it('in an answer', async () => {
    const world = await createWorld({ apps: new Map([['touristappid', 'auth.prefetchToken']]) })
    await world.app.request('/openapi.json')
    await expect(world.close()).rejects.toThrow('auth.prefetchToken stands in an answer')
  })

  it('in its metrics', async () => {
    const world = await createWorld({ apps: new Map([['touristappid', 'uni_trpc_calls_total']]) })
    await expect(world.close()).rejects.toThrow('uni_trpc_calls_total stands in the metrics')
  })

  it.each([
    ['there is', note],
    ['was removed', removedNote],
  ])('in a row of PostgreSQL’s that %s', async (_what, plant) => {
    const world = await open({ databaseUrl: await (await sharedPostgres()).createDatabase() })
    await plant(world)
    await expect(world.close()).rejects.toThrow(`${planted} stands in a page of the database`)
  })
})

describe('H79: what a test started finds a secret when it is stopped', () => {
  const canary = secret('app')
  it.each([
    ['a row of any table', `create table t as select '${canary}' as word`],
    ['the log', `do $$ begin raise log '${canary}'; end $$`],
  ])('a PostgreSQL in %s', async (_place, sql) => {
    const postgres = await openPostgres()
    await postgres.query(await postgres.createDatabase(), sql)
    await expect(postgres.stop()).rejects.toThrow(canary)
  })

  it('a server in what it wrote', async () => {
    const script = 'console.log(process.env.WORD); http.createServer((_, out) => out.end()).listen(process.env.PORT)'
    const server = await start(['-e', script], { WORD: canary })
    await expect(server.stop()).rejects.toThrow(canary)
  })
})

/** What becomes of own tables, whatever database holds them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from 'uni-trpc-protocol'
import type { Store, StoreOptions } from '../../store/store.ts'
import { aSignIn, hour, start, testSeal } from '../../store/testing/aSignIn.ts'
import { sql, StoreError, type Data, type Migrating } from '../index.ts'
import { defineDiaries, type DiaryTables } from './diaries.ts'

/** One database, empty at first. */
export interface OwnDataSubject {
  open(options: Pick<StoreOptions, 'seal' | 'own'>): Promise<Store>
  discard(): Promise<void>
}

export function ownDataContract(name: string, newSubject: () => Promise<OwnDataSubject>): void {
  const told: string[] = []
  const diaries = defineDiaries(told)
  let subject: OwnDataSubject
  let store: Store
  let data: Data<DiaryTables>
  beforeEach(async () => {
    told.length = 0
    subject = await newSubject()
    store = await subject.open({ seal: testSeal, own: diaries })
    data = diaries.of(store.own)
  })
  afterEach(async () => {
    await store.close()
    await subject.discard()
  })

  const rowsOf = (table: keyof DiaryTables) => data.read((db) => db.selectFrom(table).selectAll().execute())
  const person = async (openId: string) => (await store.signIn(aSignIn({ openId }))).user.id
  const write = (userId: string, id: string) =>
    diaries.of(store.own, userId).write(async (tx) => {
      await tx.insertInto('diaries').values({ id, user_id: userId }).execute()
      await tx.insertInto('pages').values({ diary_id: id, text: 'a day' }).execute()
      await tx.insertInto('orders').values({ id, user_id: userId }).execute()
    })
  /** The second is an hour younger; `join` shows that they are one person. */
  const twoWhoAreOne = async () => {
    const at = (createdAt: number) => ({ session: { createdAt } })
    const { user: older } = await store.signIn(aSignIn({ unionId: 'u', ...at(start - hour) }))
    const { user: younger } = await store.signIn(aSignIn({ appId: 'wxtwo', openId: 'oalice2', ...at(start) }))
    const join = () => store.signIn(aSignIn({ appId: 'wxtwo', openId: 'oalice2', unionId: 'u', ...at(start + 1) }))
    return { older: older.id, younger: younger.id, join }
  }

  describe(`own tables in ${name}`, () => {
    it('lose the rows of a person who leaves, keep those of others, and unname what is set to null', async () => {
      const [alice, bob] = [await person('oalice'), await person('obob')]
      await write(alice, 'hers')
      await write(bob, 'his')
      await data.write(async (tx) => {
        await tx.insertInto('follows').values({ follower: bob, followed: alice }).execute()
        await tx.insertInto('cities').values({ name: 'Chengdu' }).execute()
      })
      expect(await store.leave(alice)).toBe(true)
      expect(told).toEqual([`${alice} left 1 diaries`])
      expect(await rowsOf('diaries')).toEqual([{ id: 'his', user_id: bob }])
      expect(await rowsOf('pages')).toEqual([{ diary_id: 'his', text: 'a day' }])
      const orders = await data.read((db) => db.selectFrom('orders').selectAll().orderBy('id').execute())
      expect(orders).toEqual([
        { id: 'hers', user_id: null },
        { id: 'his', user_id: bob },
      ])
      expect(await rowsOf('follows')).toEqual([])
      expect(await rowsOf('cities')).toHaveLength(1)
    })

    it('move the rows of a person known twice; of two that are alike the older user’s stands', async () => {
      const { older, younger, join } = await twoWhoAreOne()
      await write(younger, 'one')
      const like = (user_id: string, thing: string, since: number) => ({ user_id, thing, since })
      await data.write(async (tx) => {
        const likes = [like(older, 'tea', 1), like(younger, 'tea', 2), like(younger, 'rice', 3)]
        await tx.insertInto('likes').values(likes).execute()
        await tx.insertInto('follows').values({ follower: younger, followed: older }).execute()
      })
      await join()
      expect(told).toEqual([`${younger} became ${older}, of 3 likes`])
      expect(await rowsOf('diaries')).toEqual([{ id: 'one', user_id: older }])
      expect(await rowsOf('pages')).toHaveLength(1)
      expect(await rowsOf('orders')).toEqual([{ id: 'one', user_id: older }])
      const likes = await data.read((db) => db.selectFrom('likes').selectAll().orderBy('since').execute())
      expect(likes).toEqual([like(older, 'tea', 1), like(older, 'rice', 3)])
      // Nobody follows oneself.
      expect(await rowsOf('follows')).toEqual([])
    })

    it('take no row for a person who left, or who is somebody else by now', async () => {
      const { younger, join } = await twoWhoAreOne()
      await join()
      const left = await person('obob')
      await store.leave(left)
      const reasonOf = (work: Promise<void>) =>
        work.catch((error: unknown) => (error instanceof Refusal ? error.reason : error))
      expect(await reasonOf(write(left, 'late'))).toBe('SESSION_ENDED')
      expect(await reasonOf(write(younger, 'late'))).toBe('STORE_BUSY')
      expect(await rowsOf('diaries')).toEqual([])
    })

    it('keep no row of who leaves, or becomes somebody else, while it is written', async () => {
      const refused = (error: unknown) => expect(error).toBeInstanceOf(Refusal)
      for (let round = 0; round < 10; round++) {
        const leaving = await person(`o${round}`)
        const writes = ['a', 'b', 'c'].map((id) => write(leaving, `${round}${id}`).catch(refused))
        await Promise.all([...writes.slice(0, 2), store.leave(leaving), ...writes.slice(2)])
      }
      expect(await rowsOf('diaries')).toEqual([])

      const { older, younger, join } = await twoWhoAreOne()
      const writes = ['a', 'b', 'c'].map((id) => write(younger, id).catch(refused))
      await Promise.all([join(), ...writes])
      expect((await rowsOf('diaries')).filter((row) => 'user_id' in row && row.user_id !== older)).toEqual([])
    })

    it('hold all of a write or nothing', async () => {
      const alice = await person('oalice')
      const failing = data.write(async (tx) => {
        await tx.insertInto('diaries').values({ id: 'half', user_id: alice }).execute()
        throw new Refusal('NOT_FOUND')
      })
      await expect(failing).rejects.toMatchObject({ reason: 'NOT_FOUND' })
      expect(await rowsOf('diaries')).toEqual([])
    })

    it('say where a unique value is taken already, and take what is written in SQL', async () => {
      const alice = await person('oalice')
      await write(alice, 'one')
      const error: unknown = await write(alice, 'one').catch((failure: unknown) => failure)
      expect(error instanceof StoreError && error.isTaken).toBe(true)
      const counted = await data.read((db) => sql<{ count: number }>`select count(*) as count from diaries`.execute(db))
      expect(counted.rows.map(({ count }) => Number(count))).toEqual([1])
    })

    it('show of people what is theirs to show', async () => {
      const alice = await person('oalice')
      await store.updateUser(alice, { nickname: 'Alice' })
      const people = await data.read((db) =>
        db.selectFrom('users').select(['id', 'nickname', 'avatar_url', 'created_at']).execute(),
      )
      expect(people).toEqual([{ id: alice, nickname: 'Alice', avatar_url: null, created_at: start }])
    })

    it('are made once, in their order; a later start makes what it alone knows', async () => {
      const migrations = [...diaries.migrations, addMoods]
      await (await subject.open({ seal: testSeal, own: { ...diaries, migrations } })).close()
      await (await subject.open({ seal: testSeal, own: diaries })).close()
      const made = await store.own.read((db) =>
        db.selectFrom('migrations').select('name').where('name', 'like', 'own-%').orderBy('name').execute(),
      )
      expect(made.map(({ name: own }) => own)).toEqual(['own-001', 'own-002', 'own-003'])
    })
  })
}

async function addMoods({ schema }: Migrating): Promise<void> {
  await schema.alterTable('diaries').addColumn('mood', 'text').execute()
}

/**
 * A product's own tables of every kind, for tests: rows that go, move, lose their owner, follow others or are
 * nobody's.
 */
import { defineData, sql, type DefinedData, type Migrating } from '../index.ts'

export interface DiaryTables {
  diaries: { id: string; user_id: string }
  /** Goes with its diary. */
  pages: { diary_id: string; text: string }
  /** One person likes a thing once. */
  likes: { user_id: string; thing: string; since: number }
  /** Kept for the books. */
  orders: { id: string; user_id: string | null }
  /** Of two persons. */
  follows: { follower: string; followed: string }
  cities: { name: string }
}

async function writing({ schema }: Migrating): Promise<void> {
  await schema
    .createTable('diaries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .execute()
  await schema
    .createTable('pages')
    .addColumn('diary_id', 'text', (column) => column.notNull().references('diaries.id').onDelete('cascade'))
    .addColumn('text', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createTable('cities')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .execute()
}

async function sharing({ schema }: Migrating): Promise<void> {
  await schema
    .createTable('likes')
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('thing', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('likes_once', ['user_id', 'thing'])
    .execute()
  await schema
    .createTable('orders')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.references('users.id').onDelete('set null'))
    .execute()
  await schema
    .createTable('follows')
    .addColumn('follower', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('followed', 'text', (column) => column.notNull().references('users.id'))
    .addUniqueConstraint('follows_once', ['follower', 'followed'])
    .addCheckConstraint('follows_another', sql`follower <> followed`)
    .execute()
}

/** Writes into `told`, in words, what it is told of people. */
export function defineDiaries(told: string[] = []): DefinedData<DiaryTables> {
  return defineData<DiaryTables>({
    migrations: [writing, sharing],
    belongToNobody: ['cities'],
    async onMerged(tx, from, to) {
      const likes = await tx.selectFrom('likes').select('thing').where('user_id', 'in', [from, to]).execute()
      told.push(`${from} became ${to}, of ${likes.length} likes`)
    },
    async onLeft(tx, userId) {
      const diaries = await tx.selectFrom('diaries').select('id').where('user_id', '=', userId).execute()
      told.push(`${userId} left ${diaries.length} diaries`)
    },
  })
}

/** Phones, avatars, people of several apps, WeChat's access tokens and the audit; only adds, so older nodes run on. */
import { sql, type SchemaModule, type Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function identity(tx: Transaction<Tables>): Promise<void> {
  await extendUsers(tx.schema)
  await createUnions(tx)
  await createAvatars(tx.schema)
  await tx.schema
    .createTable('access_tokens')
    .addColumn('app_id', 'text', (column) => column.primaryKey())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('fetched_at', 'bigint', (column) => column.notNull())
    .execute()
  await createAudit(tx.schema)
}

async function extendUsers(schema: SchemaModule): Promise<void> {
  // One column at a time: SQLite adds no more.
  await schema.alterTable('users').addColumn('phone_index', 'text').execute()
  await schema.alterTable('users').addColumn('merged_into', 'text').execute()
  await schema.alterTable('users').addColumn('left_at', 'bigint').execute()
  await schema.createIndex('users_phone_index').on('users').column('phone_index').unique().execute()
  await schema.createIndex('users_merged_into').on('users').column('merged_into').execute()
}

/** Where two users share a unionid already, the one known for longer gets it; the next sign-in merges the other. */
async function createUnions(tx: Transaction<Tables>): Promise<void> {
  await tx.schema
    .createTable('unions')
    .addColumn('unionid', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .execute()
  await tx.schema.createIndex('unions_user_id').on('unions').column('user_id').execute()
  await sql`
    insert into unions (unionid, user_id)
    select unionid, user_id from identities where unionid is not null order by created_at
    on conflict (unionid) do nothing
  `.execute(tx)
}

async function createAvatars(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('avatars')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull().unique().references('users.id'))
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .execute()
}

async function createAudit(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('audit')
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('app_id', 'text')
    .addColumn('address', 'text')
    .addColumn('request_id', 'text')
    .addColumn('detail', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('audit_user_id_at').on('audit').columns(['user_id', 'at']).execute()
  await schema.createIndex('audit_at').on('audit').column('at').execute()
}

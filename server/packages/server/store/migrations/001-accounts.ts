/** The first tables: users, the identities that reach them, their sessions, and the codes already spent. */
import type { SchemaModule, Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export async function accounts({ schema }: Transaction<Tables>): Promise<void> {
  await createUsers(schema)
  await createSessions(schema)
  await schema
    .createTable('spent_codes')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('spent_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('spent_codes_spent_at').on('spent_codes').column('spent_at').execute()
}

async function createUsers(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('users')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('nickname', 'text')
    .addColumn('avatar_url', 'text')
    .addColumn('phone', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('disabled_at', 'bigint')
    .execute()
  await schema
    .createTable('identities')
    .addColumn('app_id', 'text', (column) => column.notNull())
    .addColumn('openid', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('unionid', 'text')
    .addColumn('session_key', 'text', (column) => column.notNull())
    .addColumn('session_key_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('identities_pk', ['app_id', 'openid'])
    .execute()
  await schema.createIndex('identities_user_id').on('identities').column('user_id').execute()
  await schema.createIndex('identities_unionid').on('identities').column('unionid').execute()
}

async function createSessions(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
    .addColumn('app_id', 'text', (column) => column.notNull())
    .addColumn('openid', 'text', (column) => column.notNull())
    .addColumn('device', 'text')
    .addColumn('address', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('end_reason', 'text')
    .execute()
  await schema.createIndex('sessions_user_id').on('sessions').column('user_id').execute()
  await schema.createIndex('sessions_expires_at').on('sessions').column('expires_at').execute()
  await schema.createIndex('sessions_ended_at').on('sessions').column('ended_at').execute()
}

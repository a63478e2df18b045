/**
 * What is remembered: the tables as SQL sees them, and their rows as the rest of the server sees them. All times are
 * milliseconds since 1970 in plain numbers, and `null` stands for absence, so that SQLite and PostgreSQL agree.
 */
import type { EndReason } from 'uni-trpc-auth'
import type { ColumnType } from 'kysely'
import type { Database } from '../database/database.ts'

/** WeChat's access token of one app. */
export interface AccessTokenRow {
  readonly token: string
  readonly expiresAt: number
  /** When it was asked for: of two, the one asked for later stands. */
  readonly fetchedAt: number
}

export interface AvatarRow {
  /** Media type, e.g. `image/png`. */
  readonly type: string
  readonly bytes: Buffer
}

/** That a person accepted the agreement. */
export interface ConsentRow {
  /** Of the agreement, as the page that showed it calls it. */
  readonly version: string
  readonly at: number
}

/** For kysely: table and column names as they stand in SQL. */
export interface Tables {
  users: UsersTable
  identities: IdentitiesTable
  sessions: SessionsTable
  unions: UnionsTable
  avatars: AvatarsTable
  consents: ConsentsTable
  access_tokens: AccessTokensTable
  audit: AuditTable
  spent_codes: SpentCodesTable
  migrations: MigrationsTable
}

/** The opened database with these tables in it. */
export type StoreDatabase = Database<Tables>

export interface UsersTable {
  id: string
  nickname: string | null
  avatar_url: string | null
  /** Sealed. */
  phone: string | null
  /** Tells equal numbers without opening them. */
  phone_index: string | null
  created_at: number
  disabled_at: number | null
  /** Set once the person turned out to be another user, which is the one that counts. */
  merged_into: string | null
  /** Set once the person left: nothing personal is here any more. */
  left_at: number | null
}

export interface IdentitiesTable {
  app_id: string
  openid: string
  user_id: string
  unionid: string | null
  /** Sealed. */
  session_key: string
  session_key_at: number
  /** Sealed as the session key is, whose place it held until `session_key_at`. */
  former_key: string | null
  created_at: number
}

export interface SessionsTable {
  id: string
  user_id: string
  app_id: string
  openid: string
  device: string | null
  address: string | null
  created_at: number
  last_seen_at: number
  expires_at: number
  ended_at: number | null
  end_reason: EndReason | null
  /** The session that took its place, of one that was replaced. */
  replaced_by: string | null
}

/** One person of one WeChat Open Platform account, across its apps. */
export interface UnionsTable {
  unionid: string
  user_id: string
}

export interface AvatarsTable {
  id: string
  user_id: string
  type: string
  /** SQLite gives plain bytes back. */
  bytes: ColumnType<Uint8Array, Buffer>
}

export interface ConsentsTable {
  user_id: string
  version: string
  at: number
}

export interface AccessTokensTable {
  app_id: string
  /** Sealed. */
  token: string
  expires_at: number
  fetched_at: number
}

export interface AuditTable {
  event: string
  user_id: string | null
  app_id: string | null
  address: string | null
  request_id: string | null
  detail: string | null
  at: number
}

export interface SpentCodesTable {
  hash: string
  spent_at: number
}

export interface MigrationsTable {
  name: string
  applied_at: number
}

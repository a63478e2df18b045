/**
 * What is remembered: the tables as SQL sees them, and their rows as the rest of the server sees them. All times are
 * milliseconds since 1970 in plain numbers, and `null` stands for absence, so that SQLite and PostgreSQL agree.
 */

/** Why a session ended before its time. */
export type EndReason = 'signed-out' | 'revoked' | 'replaced' | 'capped' | 'left' | 'disabled'

/** A person. */
export interface UserRow {
  readonly id: string
  readonly nickname: string | null
  readonly avatarUrl: string | null
  /** The number itself: only the table holds it sealed. */
  readonly phone: string | null
  readonly createdAt: number
  readonly disabledAt: number | null
}

/** One phone of a person, from sign-in to its end. */
export interface SessionRow {
  readonly id: string
  readonly userId: string
  readonly appId: string
  readonly openId: string
  readonly device: string | null
  readonly address: string | null
  readonly createdAt: number
  readonly lastSeenAt: number
  /** The absolute end, however often the session is used. */
  readonly expiresAt: number
  readonly endedAt: number | null
  readonly endReason: EndReason | null
}

/** For kysely: table and column names as they stand in SQL. */
export interface Tables {
  users: UsersTable
  identities: IdentitiesTable
  sessions: SessionsTable
  spent_codes: SpentCodesTable
  migrations: MigrationsTable
}

export interface UsersTable {
  id: string
  nickname: string | null
  avatar_url: string | null
  /** Sealed. */
  phone: string | null
  created_at: number
  disabled_at: number | null
}

export interface IdentitiesTable {
  app_id: string
  openid: string
  user_id: string
  unionid: string | null
  /** Sealed. */
  session_key: string
  session_key_at: number
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
}

export interface SpentCodesTable {
  hash: string
  spent_at: number
}

export interface MigrationsTable {
  name: string
  applied_at: number
}

/** Rows as SQL gives them -> rows as the rest of the server reads them; the only place where a phone is unsealed. */
import type { Seal } from './seal.ts'
import type { SessionsTable, UsersTable } from './tables.ts'
import type { SessionRow, UserRow } from 'uni-trpc-auth'

/** Where a sealed value belongs: it does not open in another row or column. */
export const contexts = {
  phone: (userId: string) => `users.phone ${userId}`,
  sessionKey: (appId: string, openId: string) => `identities.session_key ${appId} ${openId}`,
  accessToken: (appId: string) => `access_tokens.token ${appId}`,
}

/** By name and never `*`: a column that a newer node adds would make PostgreSQL refuse the statements it keeps. */
export const userColumns = [
  'id',
  'nickname',
  'avatar_url',
  'phone',
  'phone_index',
  'created_at',
  'disabled_at',
  'merged_into',
  'left_at',
] as const

export const sessionColumns = [
  'id',
  'user_id',
  'app_id',
  'openid',
  'device',
  'address',
  'created_at',
  'last_seen_at',
  'expires_at',
  'ended_at',
  'end_reason',
] as const

type ShownUser = Pick<UsersTable, 'id' | 'nickname' | 'avatar_url' | 'phone' | 'created_at' | 'disabled_at'>

export function toUserRow(row: ShownUser, seal: Seal): UserRow {
  return {
    id: row.id,
    nickname: row.nickname,
    avatarUrl: row.avatar_url,
    phone: row.phone === null ? null : seal.open(row.phone, contexts.phone(row.id)),
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  }
}

export function toSessionRow(row: Omit<SessionsTable, 'replaced_by'>): SessionRow {
  return {
    id: row.id,
    userId: row.user_id,
    appId: row.app_id,
    openId: row.openid,
    device: row.device,
    address: row.address,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endReason: row.end_reason,
  }
}

/** Rows as SQL gives them -> rows as the rest of the server reads them; the only place where a phone is unsealed. */
import type { Selectable } from 'kysely'
import type { Seal } from './seal.ts'
import type { SessionRow, SessionsTable, UserRow, UsersTable } from './tables.ts'

/** Where a sealed value belongs: it does not open in another row or column. */
export const contexts = {
  phone: (userId: string) => `users.phone ${userId}`,
  sessionKey: (appId: string, openId: string) => `identities.session_key ${appId} ${openId}`,
}

export function toUserRow(row: Selectable<UsersTable>, seal: Seal): UserRow {
  return {
    id: row.id,
    nickname: row.nickname,
    avatarUrl: row.avatar_url,
    phone: row.phone === null ? null : seal.open(row.phone, contexts.phone(row.id)),
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  }
}

export function toSessionRow(row: Selectable<SessionsTable>): SessionRow {
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

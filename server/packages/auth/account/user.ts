/** A user as the wire shows one. */
import type { UserRow } from '../AuthStore.ts'

export interface User {
  readonly id: string
  readonly nickname: string | null
  readonly avatarUrl: string | null
  /** Masked, e.g. `138****8000`. */
  readonly phone: string | null
  /** ISO string. */
  readonly createdAt: string
}

export function toUser(row: UserRow): User {
  return {
    id: row.id,
    nickname: row.nickname,
    avatarUrl: row.avatarUrl,
    phone: row.phone === null ? null : maskPhone(row.phone),
    createdAt: new Date(row.createdAt).toISOString(),
  }
}

/** Keeps the first three and the last four digits, of a Chinese number without its country code. */
function maskPhone(phone: string): string {
  const shown = phone.replace(/^\+86(?=1\d{10}$)/, '')
  return `${shown.slice(0, 3)}****${shown.slice(-4)}`
}

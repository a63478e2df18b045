/** A session as its owner sees it: who, where from, since when, until when. */
import type { SessionRow } from './AuthStore.ts'

/** Times are ISO strings. */
export interface Session {
  readonly id: string
  readonly appId: string
  readonly device: string | null
  /** Masked: enough to recognise, too little to follow anybody. */
  readonly address: string | null
  readonly createdAt: string
  readonly lastSeenAt: string
  /** When it ends by itself if it is not used again. */
  readonly expiresAt: string
  /** Whether this is the session that asks. */
  readonly current: boolean
}

export interface Lifetimes {
  /** All in milliseconds: life of a token, of a session unused, of a session at most. */
  readonly token: number
  readonly idle: number
  readonly max: number
}

/** The moment, in milliseconds, after which the session no longer counts unless it is used before. */
export function endOf(row: SessionRow, lifetimes: Lifetimes): number {
  return Math.min(row.expiresAt, row.lastSeenAt + lifetimes.idle)
}

export function toSession(row: SessionRow, view: { lifetimes: Lifetimes; currentId: string }): Session {
  return {
    id: row.id,
    appId: row.appId,
    device: row.device,
    address: row.address,
    createdAt: new Date(row.createdAt).toISOString(),
    lastSeenAt: new Date(row.lastSeenAt).toISOString(),
    expiresAt: new Date(endOf(row, view.lifetimes)).toISOString(),
    current: row.id === view.currentId,
  }
}

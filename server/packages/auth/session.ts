/** A session as its owner sees it: who, where from, since when, until when. */
import type { SessionRow } from './AuthStore.ts'
import { endOf, type Lifetimes } from './goodSession.ts'

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

/**
 * Ended sessions, told from node to node: https://www.postgresql.org/docs/current/sql-notify.html. A node that was not
 * listening for a moment misses what was told then, so whoever listens also reads from time to time.
 */
import { sql, type Transaction } from 'kysely'
import type { Client, Notification } from 'pg'
import { z } from 'zod'
import type { Tables } from './tables.ts'

const channel = 'sessions_ended'
/** A payload may have 8000 bytes. */
const idsAtOnce = 100
const reconnectMs = 1000

const notice = z.object({ node: z.string(), ids: z.array(z.string()) })

/** Delivered when, and only if, the transaction commits. */
export async function announceEnds(
  tx: Transaction<Tables>,
  node: string,
  sessionIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < sessionIds.length; from += idsAtOnce) {
    const payload = JSON.stringify({ node, ids: sessionIds.slice(from, from + idsAtOnce) })
    await sql`select pg_notify(${channel}, ${payload})`.execute(tx)
  }
}

export interface ListenOptions {
  readonly connect: () => Client
  /** This node: what it told itself is not heard again. */
  readonly node: string
  readonly hear: (sessionIds: readonly string[]) => void
}

/** Listens on a connection of its own, anew whenever that is lost, until the function it answers is called. */
export function listenForEnds({ connect, node, hear }: ListenOptions): () => Promise<void> {
  let stopped = false
  let client: Client | null = null
  let timer: NodeJS.Timeout | undefined

  const again = (lost: Client): void => {
    if (stopped || client !== lost) return
    client = null
    lost.end().catch(() => undefined)
    timer = setTimeout(start, reconnectMs).unref()
  }
  const start = (): void => {
    const fresh = connect()
    client = fresh
    fresh.on('notification', (message) => tell(message, node, hear))
    fresh.on('error', () => again(fresh))
    fresh.on('end', () => again(fresh))
    fresh
      .connect()
      .then(() => fresh.query(`listen ${channel}`))
      .catch(() => again(fresh))
  }
  start()

  return async () => {
    stopped = true
    clearTimeout(timer)
    await client?.end().catch(() => undefined)
  }
}

function tell({ payload = '' }: Notification, node: string, hear: ListenOptions['hear']): void {
  const { data } = notice.safeParse(parsed(payload))
  if (data && data.node !== node) hear(data.ids)
}

/** Anybody who may connect may also notify; what is no JSON of ours is nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

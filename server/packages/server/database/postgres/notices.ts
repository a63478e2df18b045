/**
 * Ended sessions, told from node to node: https://www.postgresql.org/docs/current/sql-notify.html. A node that was not
 * listening for a moment misses what was told then, so whoever listens also reads from time to time.
 */
import { sql, type QueryExecutorProvider } from 'kysely'
import type { Client, Notification } from 'pg'
import { z } from 'zod'
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { isPooled } from './connectionKind.ts'
import type { StoreReport } from '../report.ts'

const channel = 'sessions_ended'
/** A payload may have 8000 bytes. */
const idsAtOnce = 100
const reconnectMs = 1000
/** A line that fell silent is noticed by asking; nobody waits for it, for whoever listens also reads. */
const askMs = 15_000

const behindPooler: Sentence = {
  en:
    'PostgreSQL is reached through a pooler, where nobody can listen: what ends on another node is noticed within ' +
    'seconds, not at once. To hear of it at once, set DATABASE_LISTEN_URL to the address of PostgreSQL itself',
  zh: '经由连接池访问 PostgreSQL，无法监听通知：其他节点上结束的会话会在数秒内（而非立即）被发现。若需立即得知，请把 DATABASE_LISTEN_URL 设为 PostgreSQL 的直连地址',
}

const notice = z.object({ node: z.string(), ids: z.array(z.string()) })

/** Delivered when, and only if, the transaction commits. */
export async function announceEnds(
  tx: QueryExecutorProvider,
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
  readonly report: StoreReport
}

/**
 * Listens on a connection of its own, anew whenever that is lost, until the function it answers is called. Not on a
 * pooler's: a connection that is lent for a transaction would listen for whoever has it next.
 */
export function listenForEnds({ connect, node, hear, report }: ListenOptions): () => Promise<void> {
  let stopped = false
  let client: Client | null = null
  let timer: NodeJS.Timeout | undefined

  const again = (lost: Client, error: unknown): void => {
    if (stopped || client !== lost) return
    client = null
    report.failed('notices', error)
    clearInterval(timer)
    lost.end().catch(() => undefined)
    timer = setTimeout(start, reconnectMs).unref()
  }
  const listen = async (fresh: Client): Promise<void> => {
    if (!(await hearsOn(fresh, report))) {
      stopped = true
      return fresh.end()
    }
    if (client === fresh && !stopped) timer = setInterval(() => void ask(fresh), askMs).unref()
  }
  const ask = (fresh: Client): Promise<unknown> =>
    fresh.query('select 1').catch((error: unknown) => again(fresh, error))
  const start = (): void => {
    const fresh = connect()
    client = fresh
    fresh.on('notification', (message) => tell(message, node, hear))
    fresh.on('error', (error) => again(fresh, error))
    fresh.on('end', () => again(fresh, new Error('Connection terminated')))
    listen(fresh).catch((error: unknown) => again(fresh, error))
  }
  start()

  return async () => {
    stopped = true
    clearInterval(timer)
    await client?.end().catch(() => undefined)
  }
}

/** Begins to listen and answers whether anybody can be heard there. */
async function hearsOn(client: Client, report: StoreReport): Promise<boolean> {
  await client.connect()
  if (await isPooled(client)) {
    report.notice(behindPooler)
    return false
  }
  await client.query(`listen ${channel}`)
  report.worked('notices')
  return true
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

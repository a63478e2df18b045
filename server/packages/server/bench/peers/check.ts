/** The work that all peers share: verify the token with a KeyObject, read its session and user with one select. */
import { createSecretKey } from 'node:crypto'
import { DatabaseSync } from '@photostructure/sqlite'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { settings } from './peer.ts'

const { databaseUrl, tokenSecret } = settings
const [, base64 = ''] = tokenSecret.split(':')
export const tokenKey = createSecretKey(Buffer.from(base64, 'base64'))

const columns = `s.id, s.app_id, s.device, s.address, s.created_at, s.last_seen_at, s.expires_at, s.ended_at,
  u.id as user_id, u.nickname, u.avatar_url, u.phone, u.created_at as user_created_at, u.disabled_at`
const from = 'from sessions s join users u on u.id = s.user_id where s.id ='

interface Row {
  readonly id: string
  readonly app_id: string
  readonly device: string | null
  readonly address: string | null
  readonly created_at: number
  readonly last_seen_at: number
  readonly expires_at: number
  readonly ended_at: number | null
  readonly user_id: string
  readonly nickname: string | null
  readonly avatar_url: string | null
  readonly user_created_at: number
}

type Find = (sessionId: string) => Row | undefined | Promise<Row | undefined>

/** The session and user of a bearer token, as our own `auth.check` answers them; null for any refusal. */
export async function check(authorization: string | undefined) {
  try {
    const claims = jwt.verify((authorization ?? '').slice(7), tokenKey, {
      algorithms: ['HS256'],
      issuer: 'uni-trpc',
      audience: 'api',
    })
    const row = typeof claims === 'string' ? undefined : await find(String(claims['sid']))
    return row && row.ended_at === null && row.expires_at > Date.now() ? view(row) : null
  } catch {
    return null
  }
}

function view(row: Row) {
  const iso = (ms: number) => new Date(Number(ms)).toISOString()
  const { id, app_id: appId, device, address } = row
  const times = { createdAt: iso(row.created_at), lastSeenAt: iso(row.last_seen_at), expiresAt: iso(row.expires_at) }
  return {
    user: {
      id: row.user_id,
      nickname: row.nickname,
      avatarUrl: row.avatar_url,
      phone: null,
      createdAt: iso(row.user_created_at),
    },
    session: { id, appId, device, address, ...times, current: true },
  }
}

const find: Find = databaseUrl.startsWith('postgres') ? inPostgres() : inSqlite()

function inSqlite(): Find {
  const file = new DatabaseSync(databaseUrl.replace(/^file:/, ''))
  const statement = file.prepare(`select ${columns} ${from} ?`)
  // A file that nobody holds any more is closed, its statements with it.
  return (sessionId) => (file.isOpen ? (statement.get(sessionId) as Row | undefined) : undefined)
}

function inPostgres(): Find {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })
  const text = `select ${columns} ${from} $1`
  return async (sessionId) => (await pool.query<Row>({ name: 'find', text, values: [sessionId] })).rows[0]
}

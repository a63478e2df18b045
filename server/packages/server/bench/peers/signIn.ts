/** A sign-in by hand: one exchange upstream, one transaction with two rows on the disk, one signature. */
import { randomBytes } from 'node:crypto'
import { Agent, get, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { DatabaseSync } from '@photostructure/sqlite'
import jwt from 'jsonwebtoken'
import { tokenKey } from './check.ts'
import { settings } from './peer.ts'

const agent = new Agent({ keepAlive: true })
const store = settings.databaseUrl.startsWith('file:') ? openStore(`${settings.databaseUrl.slice(5)}.raw`) : null

/** Body `{ code }`; answers `{ token, userId }`. */
export async function signIn(request: IncomingMessage) {
  const { code } = (await json(request)) as { code: string }
  const { openid } = await exchange(code)
  const [userId, sessionId] = [randomBytes(18).toString('base64url'), randomBytes(18).toString('base64url')]
  store?.({ userId, sessionId, openid })
  const claims = { sub: userId, sid: sessionId }
  const token = jwt.sign(claims, tokenKey, { algorithm: 'HS256', expiresIn: '2h', issuer: 'uni-trpc', audience: 'api' })
  return { token, userId }
}

function exchange(code: string): Promise<{ openid: string }> {
  return new Promise((resolve, reject) => {
    const asked = get(`${settings.upstream}/sns/jscode2session?js_code=${code}`, { agent }, (answer) => {
      json(answer).then((body) => resolve(body as { openid: string }), reject)
    })
    asked.once('error', reject)
  })
}

function openStore(path: string) {
  const db = new DatabaseSync(path)
  db.exec(`pragma journal_mode = wal; pragma synchronous = full;
    create table if not exists users (id text primary key, openid text unique, created_at integer);
    create table if not exists sessions (id text primary key, user_id text, created_at integer)`)
  const user = db.prepare(
    'insert into users values (?, ?, ?) on conflict (openid) do update set openid = openid returning id',
  )
  const session = db.prepare('insert into sessions values (?, ?, ?)')
  return ({ userId, sessionId, openid }: { userId: string; sessionId: string; openid: string }) => {
    db.exec('begin immediate')
    user.get(userId, openid, Date.now())
    session.run(sessionId, userId, Date.now())
    db.exec('commit')
  }
}

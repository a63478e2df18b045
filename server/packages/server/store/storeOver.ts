/**
 * The verbs of the store over a database: which of them read, which write, and which end sessions. What auth asks is
 * declared and described in uni-trpc-auth's AuthStore.ts, all else here.
 */
import type { AuditEntry, AuditRow, AuthStore, UserRow } from 'uni-trpc-auth'
import { sql } from 'kysely'
import { Refusal } from 'uni-trpc-protocol'
import { readAccessToken, saveAccessToken, type NewAccessToken } from './accessTokens.ts'
import { keepEvent, listAudit, listConsents, pruneAudit } from './events.ts'
import { createEndings, type Endings } from './endings.ts'
import type { Engine, PoolUse } from '../database/engine.ts'
import { nearLatestOf } from './latestOf.ts'
import { leave, unnameEnded } from './leave.ts'
import { OpenedData, type OwnData } from './ownData.ts'
import { createOwnRows, type OwnRows } from './ownRows.ts'
import { bindPhone, unbindPhone, type PhoneIndex, avatarOf, saveAvatar, updateUser } from './profile.ts'
import { reseal } from './reseal.ts'
import type { Seal } from './seal.ts'
import {
  countLiveSessions,
  createFindSession,
  endSessions,
  listSessions,
  pruneSessions,
  touchSession,
} from './sessions.ts'
import { keepSignIn } from './keepSignIn.ts'
import { spendCode } from './spendCode.ts'
import { findSessions } from './findSessions.ts'
import type { StoreDatabase, AccessTokenRow, AvatarRow, ConsentRow } from './tables.ts'
import { findUser, listUsers, sessionKeyOf, setDisabled, type UserQuery } from './users.ts'

export interface StoreParts {
  readonly seal: Seal
  readonly indexOf: PhoneIndex
  readonly own: OwnData
  readonly now: () => number
}

/** All that the store can do. */
export type Store = ReturnType<typeof storeOver>

export function storeOver(database: StoreDatabase, engine: Engine, parts: StoreParts) {
  const endings = createEndings(engine, database.write)
  const over: Over = { ...parts, database, engine, endings, ownRows: createOwnRows(engine, parts.own) }
  return {
    ...signInVerbs(over),
    ...sessionVerbs(over),
    ...personVerbs(over),
    ...operatingVerbs(over),
    ...accessTokenVerbs(over),
    /** Own tables. */
    own: new OpenedData(database),
    pool: (): PoolUse => engine.pool(),
    /** @throws when the database does not answer */
    ping: (): Promise<void> => database.read(async (db) => void (await sql`select 1`.execute(db))),
    /** After the work already asked for; every verb fails from then on. */
    async close(): Promise<void> {
      await endings.close()
      await database.close()
    },
  }
}

interface Over extends StoreParts {
  readonly database: StoreDatabase
  readonly engine: Engine
  readonly endings: Endings
  readonly ownRows: OwnRows
}

type SignInVerbs = Pick<AuthStore, 'spendCode' | 'signIn' | 'sessionKeyOf'>

function signInVerbs({ database: { read, write }, endings, ownRows, seal, now }: Over): SignInVerbs {
  return {
    spendCode: (hash) => write((tx) => spendCode(tx, hash, now())),
    async signIn(input) {
      const replaces = input.replaces === null ? null : await nearLatestOf(read, input.replaces)
      const signedIn = await endings.write((tx) => keepSignIn(tx, { ...input, replaces }, { seal, ownRows }))
      if (!signedIn) throw new Refusal('USER_DISABLED')
      return signedIn
    },
    sessionKeyOf: (appId, openId) => read((db) => sessionKeyOf(db, { appId, openId, now: now() }, seal)),
  }
}

interface SessionVerbs
  extends Pick<
    AuthStore,
    'findSession' | 'touchSession' | 'endSessions' | 'listSessions' | 'findSessions' | 'onSessionEnded'
  > {
  /** Of all users. @default at now */
  countLiveSessions(at?: number): Promise<number>
  /** Forgets sessions that ended or expired before, and answers how many. */
  pruneSessions(endedBefore: number): Promise<number>
}

function sessionVerbs({ database, endings, seal, now }: Over): SessionVerbs {
  const { read, write } = database
  return {
    findSession: createFindSession(database, seal),
    touchSession: (id, at) => write((tx) => touchSession(tx, id, at)),
    async endSessions(userId, which, reason = 'signed-out') {
      const near = which.scope === 'this' ? { ...which, sessionId: await nearLatestOf(read, which.sessionId) } : which
      const ended = await endings.write(async (tx) => {
        const ids = await endSessions(tx, { ...near, userId }, { reason, at: now() })
        return { answer: ids, ended: ids }
      })
      return ended.length
    },
    listSessions: (userId) => read((db) => listSessions(db, userId, now())),
    findSessions: (ids) => findSessions(read, ids),
    onSessionEnded: (listener) => endings.on(listener),
    countLiveSessions: (at = now()) => countLiveSessions(read, at),
    pruneSessions: (endedBefore) => pruneSessions(write, endedBefore),
  }
}

interface PersonVerbs extends Pick<AuthStore, 'updateUser' | 'saveAvatar' | 'bindPhone' | 'unbindPhone' | 'leave'> {
  findUser(query: UserQuery): Promise<UserRow | null>
  avatarOf(id: string): Promise<AvatarRow | null>
  /** Which agreements were accepted, the newest first. */
  listConsents(userId: string): Promise<ConsentRow[]>
}

function personVerbs({ database: { read, write }, endings, ownRows, seal, indexOf, now }: Over): PersonVerbs {
  return {
    findUser: (query) => read((db) => findUser(db, query, { seal, indexOf })),
    updateUser: (userId, profile) => write((tx) => updateUser(tx, { ...profile, userId }, seal)),
    saveAvatar: (userId, avatar) => write((tx) => saveAvatar(tx, { ...avatar, userId }, seal)),
    avatarOf: (id) => read((db) => avatarOf(db, id)),
    bindPhone: (userId, phone) => bindPhone(write, { userId, phone }, { seal, indexOf }),
    unbindPhone: (userId) => write((tx) => unbindPhone(tx, userId, seal)),
    listConsents: (userId) => read((db) => listConsents(db, userId)),
    async leave(userId) {
      await unnameEnded(write, userId)
      return endings.write((tx) => leave(tx, userId, { at: now(), ownRows }))
    },
  }
}

function operatingVerbs({ database: { read, write }, endings, engine, seal, now }: Over) {
  return {
    /** Who came last, the newest first. */
    listUsers: (limit: number): Promise<UserRow[]> => read((db) => listUsers(db, limit, seal)),
    /** Disables a user, which ends all sessions, or enables again. Answers whether there is such a user. */
    setDisabled: (userId: string, at: number | null): Promise<boolean> =>
      endings.write((tx) => setDisabled(tx, userId, at)),
    /** @default entry.at now */
    audit: (entry: AuditEntry): Promise<void> => write((tx) => keepEvent(tx, entry, now())),
    /** Of one user, the newest first. @default limit 100 */
    listAudit: (userId: string, limit = 100): Promise<AuditRow[]> => read((db) => listAudit(db, userId, limit)),
    /** Forgets what was audited before, and answers how many rows. */
    pruneAudit: (before: number): Promise<number> => pruneAudit(write, before, engine),
    /** Brings values sealed under older secrets under the newest, `limit` at most, and answers how many are left. */
    reseal: (limit: number): Promise<number> => write((tx) => reseal(tx, limit, seal)),
  }
}

function accessTokenVerbs({ database: { read, write }, seal }: Over) {
  return {
    readAccessToken: (appId: string): Promise<AccessTokenRow | null> => read((db) => readAccessToken(db, appId, seal)),
    /** Answers what stands: one asked for earlier never overwrites one asked for later. */
    saveAccessToken: (entry: NewAccessToken): Promise<AccessTokenRow> =>
      write((tx) => saveAccessToken(tx, entry, seal)),
  }
}

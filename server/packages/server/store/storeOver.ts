/** The verbs of the store over a database: which of them read, which write, and which end sessions. */
import { sql } from 'kysely'
import { Refusal } from 'uni-trpc-protocol'
import { readAccessToken, saveAccessToken } from './accessTokens.ts'
import { audit, listAudit, pruneAudit } from './audit.ts'
import { listConsents } from './consents.ts'
import type { StoreDatabase } from './database.ts'
import { createEndings } from './endings.ts'
import type { Engine } from './engine.ts'
import { nearLatestOf } from './latestOf.ts'
import { leave, unnameEnded } from './leave.ts'
import { OpenedData, type OwnData } from './ownData.ts'
import { createOwnRows } from './ownRows.ts'
import { bindPhone, unbindPhone, type PhoneIndex } from './phones.ts'
import { avatarOf, saveAvatar, updateUser } from './profile.ts'
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
import { signIn } from './signIn.ts'
import { spendCode } from './spendCode.ts'
import { findSessions } from './findSessions.ts'
import type { Store } from './store.ts'
import { findUser, listUsers, sessionKeyOf, setDisabled } from './users.ts'

export interface StoreParts {
  readonly seal: Seal
  readonly indexOf: PhoneIndex
  readonly own: OwnData
  readonly now: () => number
}

export function storeOver(database: StoreDatabase, engine: Engine, { seal, indexOf, own, now }: StoreParts): Store {
  const { read, write } = database
  const endings = createEndings(engine, write)
  const ownRows = createOwnRows(engine, own)

  return {
    spendCode: (hash) => write((tx) => spendCode(tx, hash, now())),
    async signIn(input) {
      const replaces = input.replaces === null ? null : await nearLatestOf(read, input.replaces)
      const signedIn = await endings.write((tx) => signIn(tx, { ...input, replaces }, { seal, ownRows }))
      if (!signedIn) throw new Refusal('USER_DISABLED')
      return signedIn
    },
    sessionKeyOf: (appId, openId) => read((db) => sessionKeyOf(db, { appId, openId, now: now() }, seal)),

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
    countLiveSessions: (at = now()) => countLiveSessions(read, at),
    findSessions: (ids) => findSessions(read, ids),
    pruneSessions: (endedBefore) => pruneSessions(write, endedBefore),
    onSessionEnded: (listener) => endings.on(listener),

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

    findUser: (query) => read((db) => findUser(db, query, { seal, indexOf })),
    listUsers: (limit) => read((db) => listUsers(db, limit, seal)),
    setDisabled: (userId, at) => endings.write((tx) => setDisabled(tx, userId, at)),
    audit: (entry) => write((tx) => audit(tx, entry, now())),
    listAudit: (userId, limit = 100) => read((db) => listAudit(db, userId, limit)),
    pruneAudit: (before) => pruneAudit(write, before, engine),
    reseal: (limit) => write((tx) => reseal(tx, limit, seal)),

    readAccessToken: (appId) => read((db) => readAccessToken(db, appId, seal)),
    saveAccessToken: (entry) => write((tx) => saveAccessToken(tx, entry, seal)),

    own: new OpenedData(read, write),

    pool: () => engine.pool(),
    ping: () => read(async (db) => void (await sql`select 1`.execute(db))),
    async close() {
      await endings.close()
      await database.close()
    },
  }
}

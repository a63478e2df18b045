/**
 * The store: everything the server remembers, behind a handful of verbs. Plain objects come out, `null` stands for
 * absence; a database that stays locked or full is the refusal STORE_BUSY.
 */
import { sql } from 'kysely'
import { createDatabase, patiently, type Patience, type StoreDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import type { Seal } from './seal.ts'
import {
  createFindSession,
  endSessions,
  listSessions,
  pruneSessions,
  touchSession,
  type EndScope,
} from './sessions.ts'
import { sessionKeyOf, setDisabled } from './users.ts'
import { signIn, type NewSignIn } from './signIn.ts'
import { spendCode } from './spendCode.ts'
import { configure, openSqliteFile, sqliteDialect, sqliteTrouble, type Connect } from './sqlite.ts'
import type { EndReason, SessionRow, UserRow } from './tables.ts'

/** Starting waits longer than serving does: another process may be migrating. */
const openDeadlineMs = 10_000

export interface Store {
  /** Whether this is the first time, on any node, that this code (its hash) is spent. Forgotten after a day. */
  spendCode(hash: string): Promise<boolean>
  /** All or nothing. @throws {Refusal} USER_DISABLED */
  signIn(input: NewSignIn): Promise<{ user: UserRow; session: SessionRow }>
  /** Also a session that has ended or expired. */
  findSession(id: string): Promise<{ session: SessionRow; user: UserRow } | null>
  /** Writes when a session was last seen. */
  touchSession(id: string, at: number): Promise<void>
  /** Ends live sessions of this user and answers how many. @default reason 'signed-out' */
  endSessions(userId: string, which: EndScope, reason?: EndReason): Promise<number>
  /** The live ones, the newest first. */
  listSessions(userId: string): Promise<SessionRow[]>
  /** Forgets sessions that ended or expired before, and answers how many. */
  pruneSessions(endedBefore: number): Promise<number>
  /** WeChat's session key of an identity, and since when it is known. */
  sessionKeyOf(appId: string, openId: string): Promise<{ sessionKey: string; at: number } | null>
  /** Disables a user, which ends all sessions, or enables again. Answers whether there is such a user. */
  setDisabled(userId: string, at: number | null): Promise<boolean>
  /** @throws when the database does not answer */
  ping(): Promise<void>
  /** After the writes already asked for; every verb fails from then on. */
  close(): Promise<void>
}

export interface StoreOptions extends Patience {
  /** `file:…`; the folder is created. */
  readonly url: string
  readonly seal: Seal
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** How a SQLite file is opened. @default libsql */
  readonly connect?: Connect | undefined
}

/**
 * Opens the store and brings its tables up to date; any number of processes may do so at once.
 *
 * @throws {Error} with a sentence for the operator
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const file = openSqliteFile(options.url, options.connect)
  const { seal, now = Date.now, clock = () => performance.now() } = options
  const opening = { ...options, busyDeadlineMs: openDeadlineMs, troubleOf: sqliteTrouble, since: clock(), clock }
  try {
    await patiently(async () => configure(file), opening)
    const database = createDatabase({ dialect: sqliteDialect(file), troubleOf: sqliteTrouble }, options)
    await database.write((tx) => migrate(tx, now()), openDeadlineMs)
    return storeOver(database, { seal, now })
  } catch (cause) {
    file.close()
    throw new Error('The database cannot be prepared: is it locked, full, read-only, or no SQLite file?', { cause })
  }
}

function storeOver(database: StoreDatabase, { seal, now }: { seal: Seal; now: () => number }): Store {
  const { read, write, close } = database
  const findSession = createFindSession(seal)

  return {
    spendCode: (hash) => write((tx) => spendCode(tx, hash, now())),
    signIn: (input) => write((tx) => signIn(tx, input, seal)),
    findSession: (id) => read((db) => findSession(db, id)),
    touchSession: (id, at) => write((tx) => touchSession(tx, id, at)),
    endSessions: (userId, which, reason = 'signed-out') =>
      write((tx) => endSessions(tx, { ...which, userId }, { reason, at: now() })),
    listSessions: (userId) => read((db) => listSessions(db, userId, now())),
    pruneSessions: (endedBefore) => pruneSessions(write, endedBefore),
    sessionKeyOf: (appId, openId) => read((db) => sessionKeyOf(db, { appId, openId }, seal)),
    setDisabled: (userId, at) => write((tx) => setDisabled(tx, userId, at)),
    ping: () => read(async (db) => void (await sql`select 1`.execute(db))),
    close,
  }
}

/**
 * The store: everything the server remembers, behind a handful of verbs. Plain objects come out, `null` stands for
 * absence; a database that stays locked, full or away is the refusal STORE_BUSY.
 */
import type { AuditEntry } from './audit.ts'
import type { NewAccessToken } from './accessTokens.ts'
import { createDatabase } from './database.ts'
import type { EndListener } from './endings.ts'
import type { PoolUse } from './engine.ts'
import { engineOf, type DatabaseOptions } from './engineOf.ts'
import { openingError } from './OpeningError.ts'
import { patiently, type Patience } from './patiently.ts'
import { createPhoneIndex } from './phones.ts'
import { openDeadlineMs, prepareTables } from './preparing.ts'
import type { NewAvatar, Profile } from './profile.ts'
import type { Seal } from './seal.ts'
import { noReport, reported } from './report.ts'
import type { EndScope } from './sessions.ts'
import type { NewSignIn } from './signIn.ts'
import { storeOver } from './storeOver.ts'
import type { AccessTokenRow, AuditRow, AvatarRow, ConsentRow, EndReason, SessionRow, UserRow } from './tables.ts'
import type { HeldSessionKey, UserQuery } from './users.ts'

export interface Store {
  // Signing in

  /** Whether this is the first time, on any node, that this code (its hash) is spent. Forgotten after a day. */
  spendCode(hash: string): Promise<boolean>
  /** All or nothing. Two users who turn out to be one person become one. @throws {Refusal} USER_DISABLED */
  signIn(input: NewSignIn): Promise<{ user: UserRow; session: SessionRow }>
  /** WeChat's session key of an identity, and for ten minutes the one that it replaced. */
  sessionKeyOf(appId: string, openId: string): Promise<HeldSessionKey | null>

  // Sessions

  /** Also a session that has ended or expired. One statement. */
  findSession(id: string): Promise<{ session: SessionRow; user: UserRow } | null>
  /** Writes when a session was last seen. */
  touchSession(id: string, at: number): Promise<void>
  /** Ends live sessions of this user and answers how many. @default reason 'signed-out' */
  endSessions(userId: string, which: EndScope, reason?: EndReason): Promise<number>
  /** The live ones, the newest first. */
  listSessions(userId: string): Promise<SessionRow[]>
  /** Of all users. @default at now */
  countLiveSessions(at?: number): Promise<number>
  /** The rows of these sessions, by id; those that are not there any more are missing. */
  standingOf(ids: readonly string[]): Promise<Map<string, SessionRow>>
  /** Forgets sessions that ended or expired before, and answers how many. */
  pruneSessions(endedBefore: number): Promise<number>
  /**
   * Calls with the ids of sessions that somebody ended: at once for those this process ended, on PostgreSQL a moment
   * later for those of other nodes. Answers a function that stops it.
   */
  onSessionEnded(listener: EndListener): () => void

  // A person. These throw Refusal SESSION_ENDED where the person left meanwhile.

  updateUser(userId: string, profile: Profile): Promise<UserRow>
  /** Replaces the picture; `avatarUrl` becomes `/avatars/<id>`. */
  saveAvatar(userId: string, avatar: NewAvatar): Promise<UserRow>
  avatarOf(id: string): Promise<AvatarRow | null>
  /** Takes a number in any usual form and keeps it as `+8613800138000`. @throws {Refusal} PHONE_TAKEN */
  bindPhone(userId: string, phone: string): Promise<UserRow>
  unbindPhone(userId: string): Promise<UserRow>
  /** Which agreements were accepted, the newest first. */
  listConsents(userId: string): Promise<ConsentRow[]>
  /** Deletes what is personal, ends every session as 'left', and answers whether there was such a user. */
  leave(userId: string): Promise<boolean>

  // Operating

  findUser(query: UserQuery): Promise<UserRow | null>
  /** Disables a user, which ends all sessions, or enables again. Answers whether there is such a user. */
  setDisabled(userId: string, at: number | null): Promise<boolean>
  /** @default entry.at now */
  audit(entry: AuditEntry): Promise<void>
  /** Of one user, the newest first. @default limit 100 */
  listAudit(userId: string, limit?: number): Promise<AuditRow[]>
  /** Forgets what was audited before, and answers how many rows. */
  pruneAudit(before: number): Promise<number>
  /** Brings values sealed under older secrets under the newest, `limit` at most, and answers how many are left. */
  reseal(limit: number): Promise<number>

  // WeChat's access token

  readAccessToken(appId: string): Promise<AccessTokenRow | null>
  /** Answers what stands: one asked for earlier never overwrites one asked for later. */
  saveAccessToken(entry: NewAccessToken): Promise<AccessTokenRow>

  // The database

  pool(): PoolUse
  /** @throws when the database does not answer */
  ping(): Promise<void>
  /** After the work already asked for; every verb fails from then on. */
  close(): Promise<void>
}

export interface StoreOptions extends DatabaseOptions, Patience {
  readonly seal: Seal
  /** Keys the index of phone numbers, at least 32 bytes; it must never change. Without it no phone can be bound. */
  readonly indexKey?: Uint8Array | undefined
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
}

/**
 * Opens the store and brings its tables up to date; any number of processes may do so at once.
 *
 * @throws {OpeningError} with a sentence for the operator
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { seal, now = Date.now, clock = () => performance.now() } = options
  const indexOf = createPhoneIndex(options.indexKey)
  const engine = engineOf(options)
  const { troubleOf, pauseMs } = engine
  const opening = { ...options, busyDeadlineMs: openDeadlineMs, troubleOf, pauseMs, since: clock(), clock }
  try {
    await patiently(() => engine.prepare(), opening)
    const database = createDatabase(engine, options)
    await prepareTables(database, engine, now())
    return storeOver(reported(database, options.report ?? noReport), engine, { seal, indexOf, now })
  } catch (cause) {
    await engine.abandon()
    throw openingError(cause)
  }
}

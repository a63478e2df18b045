/**
 * The store: everything the server remembers, behind a handful of verbs. Plain objects come out, `null` stands for
 * absence; a database that stays locked, full or away is the refusal STORE_BUSY.
 */
import type { AuditEntry, AuditRow, AuthStore, UserRow } from 'uni-trpc-auth'
import type { NewAccessToken } from './accessTokens.ts'
import { createDatabase } from './database.ts'
import type { PoolUse } from './engine.ts'
import { engineOf, type DatabaseOptions } from './engineOf.ts'
import { openingError } from './OpeningError.ts'
import { noOwnData, type OpenedData, type OwnData } from './ownData.ts'
import { patiently, type Patience } from './patiently.ts'
import { createPhoneIndex } from './phones.ts'
import { openDeadlineMs, prepareTables } from './preparing.ts'
import type { Seal } from './seal.ts'
import { noReport, reported } from './report.ts'
import { storeOver } from './storeOver.ts'
import type { AccessTokenRow, AvatarRow, ConsentRow } from './tables.ts'
import type { UserQuery } from './users.ts'

export interface Store extends AuthStore {
  // Sessions

  /** Of all users. @default at now */
  countLiveSessions(at?: number): Promise<number>
  /** Forgets sessions that ended or expired before, and answers how many. */
  pruneSessions(endedBefore: number): Promise<number>

  // A person

  avatarOf(id: string): Promise<AvatarRow | null>
  /** Which agreements were accepted, the newest first. */
  listConsents(userId: string): Promise<ConsentRow[]>

  // Operating

  findUser(query: UserQuery): Promise<UserRow | null>
  /** Who came last, the newest first. */
  listUsers(limit: number): Promise<UserRow[]>
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

  // Own tables

  readonly own: OpenedData

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
  /** Own tables beside the store's. @default none */
  readonly own?: OwnData | undefined
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
}

/**
 * Opens the store and brings its tables up to date; any number of processes may do so at once.
 *
 * @throws {OpeningError} with a sentence for the operator
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { seal, own = noOwnData, now = Date.now, clock = () => performance.now() } = options
  const indexOf = createPhoneIndex(options.indexKey)
  const engine = engineOf(options)
  const { troubleOf, pauseMs } = engine
  const opening = { ...options, busyDeadlineMs: openDeadlineMs, troubleOf, pauseMs, since: clock(), clock }
  try {
    await patiently(() => engine.prepare(), opening)
    const database = createDatabase(engine, options)
    await prepareTables(database, engine, { at: now(), own: own.migrations })
    return storeOver(reported(database, options.report ?? noReport), engine, { seal, indexOf, own, now })
  } catch (cause) {
    await engine.abandon()
    throw openingError(cause)
  }
}

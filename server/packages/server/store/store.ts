/**
 * The store: everything the server remembers, behind a handful of verbs. Plain objects come out, `null` stands for
 * absence; a database that stays locked, full or away is the refusal STORE_BUSY.
 */
import { createDatabase } from '../database/database.ts'
import { engineOf, type DatabaseOptions } from '../database/engineOf.ts'
import { openingError } from '../database/errors.ts'
import { noOwnData, type OwnData } from './ownData.ts'
import { patiently, type Patience } from '../database/patiently.ts'
import { createPhoneIndex } from './profile.ts'
import { openDeadlineMs, prepareTables } from './preparing.ts'
import type { Seal } from './seal.ts'
import { noReport, reported } from '../database/report.ts'
import type { Tables } from './tables.ts'
import { storeOver, type Store } from './storeOver.ts'

export type { Store }

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
    const database = createDatabase<Tables>(engine, options)
    await prepareTables(database, engine, { at: now(), own })
    return storeOver(reported(database, options.report ?? noReport), engine, { seal, indexOf, own, now })
  } catch (cause) {
    await engine.abandon()
    throw openingError(cause)
  }
}

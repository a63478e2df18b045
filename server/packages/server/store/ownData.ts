/** A product's own tables, as the store sees them: what makes them, and what is told of people who merge or leave. */
import type { Kysely, QueryExecutorProvider, SchemaModule, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** What a migration gets: the schema builder, and what kysely's `sql` is executed on. */
export interface Migrating extends QueryExecutorProvider {
  readonly schema: SchemaModule
}

export type Migration = (tx: Migrating) => Promise<void>

export interface OwnData {
  /** In this order for ever: each is known by its place. */
  readonly migrations: readonly Migration[]
  /** Tables that hold nothing of anybody's. */
  readonly belongToNobody: readonly string[]
  /** Before the rows of `from` become those of `to`. */
  onMerged(tx: Transaction<Tables>, from: string, to: string): Promise<void>
  /** Before the rows of this person are deleted. */
  onLeft(tx: Transaction<Tables>, userId: string): Promise<void>
}

export const noOwnData: OwnData = {
  migrations: [],
  belongToNobody: [],
  onMerged: async () => undefined,
  onLeft: async () => undefined,
}

/** The opened database for own queries. Handed on as something unknown, so that no type of it reaches a client. */
export class OpenedData {
  readonly read: <T>(work: (db: Kysely<Tables>) => Promise<T>) => Promise<T>
  readonly write: <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>

  constructor({ read, write }: OpenedData) {
    this.read = read
    this.write = write
  }
}

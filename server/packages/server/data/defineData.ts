/** A product's own tables: what makes them, whose their rows are, and how procedures ask them. */
import { holdUser } from '../store/lockUser.ts'
import { OpenedData, type Migration, type OwnData } from '../store/ownData.ts'
import { OwnQueries, type WithPeople } from './OwnQueries.ts'

/** Asks and changes. */
export type Writing<TTables> = OwnQueries<WithPeople<TTables>>
/** Asks only. Whatever is `Writing` will do as well. */
export type Reading<TTables> = Pick<Writing<TTables>, 'selectFrom' | 'selectNoFrom' | 'getExecutor'>

/** As procedures get it, as `ctx.data`. */
export interface Data<TTables> {
  /** @throws {Refusal} STORE_BUSY */
  read<T>(work: (db: Reading<TTables>) => Promise<T>): Promise<T>
  /**
   * All of `work` or nothing. It may run again after it met a lock, so it must do nothing but ask the database. Until
   * it is done the signed-in caller cannot leave, so that no row stays behind.
   *
   * @throws {Refusal} STORE_BUSY; SESSION_ENDED where the caller left meanwhile
   */
  write<T>(work: (tx: Writing<TTables>) => Promise<T>): Promise<T>
}

export interface DataOptions<TTables> {
  /** What makes the tables, in the order of the list. One that once ran keeps its place: add at the end. */
  readonly migrations: readonly Migration[]
  /** Tables that hold nothing of anybody's, such as a list of cities. All others lead to `users` by foreign keys. */
  readonly belongToNobody?: ReadonlyArray<keyof TTables & string>
  /** One person was known as two: `from` becomes `to`. Rows move by themselves after it; it may run again. */
  readonly onMerged?: (tx: Writing<TTables>, from: string, to: string) => Promise<void>
  /** A person leaves. Rows go by themselves after it; it may run again. */
  readonly onLeft?: (tx: Writing<TTables>, userId: string) => Promise<void>
}

export interface DefinedData<TTables> extends OwnData {
  /**
   * The own tables in the database that a context holds.
   *
   * @param callerId whom a write keeps from leaving until it is done
   */
  of(opened: unknown, callerId?: string): Data<TTables>
}

/** `TTables` names the own tables and their columns as they stand in SQL. */
export function defineData<TTables>(options: DataOptions<TTables>): DefinedData<TTables> {
  const { migrations, belongToNobody = [], onMerged, onLeft } = options
  const queries = (db: { getExecutor: Writing<TTables>['getExecutor'] }): Writing<TTables> =>
    new OwnQueries(db.getExecutor())

  return {
    migrations,
    belongToNobody,
    onMerged: async (tx, from, to) => onMerged?.(queries(tx), from, to),
    onLeft: async (tx, userId) => onLeft?.(queries(tx), userId),
    of(opened, callerId) {
      return {
        read: async (work) => asOpened(opened).read((db) => work(queries(db))),
        write: async (work) =>
          asOpened(opened).write(async (tx) => {
            if (callerId !== undefined) await holdUser(tx, callerId)
            return work(queries(tx))
          }),
      }
    },
  }
}

function asOpened(opened: unknown): OpenedData {
  if (opened instanceof OpenedData) return opened
  throw new TypeError('The context holds no database')
}

/** What own code asks a database with: kysely's queries, and neither its transactions nor its schema. */
import { QueryCreator, type ColumnType, type QueryExecutor, type QueryExecutorProvider } from 'kysely'

/** Of the table of people, what own code may read; what is sealed or decides who may sign in is not for it. */
export interface PeopleTable {
  id: ColumnType<string, never, never>
  nickname: ColumnType<string | null, never, never>
  avatar_url: ColumnType<string | null, never, never>
  /** Milliseconds since 1970. */
  created_at: ColumnType<number, never, never>
}

/** Own tables, by their names in SQL, and people. */
export type WithPeople<TTables> = TTables & { users: PeopleTable }

export class OwnQueries<TTables> extends QueryCreator<TTables> implements QueryExecutorProvider {
  readonly #executor: QueryExecutor

  constructor(executor: QueryExecutor) {
    super({ executor })
    this.#executor = executor
  }

  /** For kysely's `sql`: its `execute(db)`. */
  getExecutor(): QueryExecutor {
    return this.#executor
  }
}

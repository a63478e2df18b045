/** Statements of every sign-in, each built once: kysely takes longer to build one than SQLite to answer it. */
import { sql, type CompiledQuery, type Kysely, type RawBuilder } from 'kysely'
import type { Tables } from './tables.ts'

/** Stands in a statement for one of its values. */
export type Given<Values> = <Name extends keyof Values & string>(name: Name) => RawBuilder<Values[Name]>

type Build<Values, Row> = (db: Kysely<Tables>, given: Given<Values>) => { compile(): CompiledQuery<Row> }

class Place {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** What asks it with values of its own each time, and answers the rows. */
export function kept<Values extends object, Row>(build: Build<Values, Row>) {
  // Each database has a dialect of its own, and its transactions share it.
  const compiled = new WeakMap<object, CompiledQuery<Row>>()

  const compile = (db: Kysely<Tables>): CompiledQuery<Row> => {
    const { adapter } = db.getExecutor()
    const known = compiled.get(adapter) ?? build(db, (name) => sql`${new Place(name)}`).compile()
    compiled.set(adapter, known)
    return known
  }

  return async (db: Kysely<Tables>, values: Values): Promise<Row[]> => {
    const query = compile(db)
    const parameters = query.parameters.map((value) =>
      value instanceof Place ? Reflect.get(values, value.name) : value,
    )
    return (await db.executeQuery<Row>({ ...query, parameters })).rows
  }
}

/** Own tables beside the server's. */
export { defineData, type Data, type DataOptions, type DefinedData, type Reading, type Writing } from './defineData.ts'
export { type PeopleTable } from './OwnQueries.ts'
export { StoreError } from '../database/errors.ts'
export { sql } from 'kysely'
export { type Migrating, type Migration } from '../store/ownData.ts'

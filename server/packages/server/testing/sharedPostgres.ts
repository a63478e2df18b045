/** The PostgreSQL that all test files of a run share: for those that neither crash it nor read its log. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import type {} from './clusterBroker.ts'
import { askPostgres, newDatabase, type TestPostgres } from './openPostgres.ts'

export type SharedPostgres = Pick<TestPostgres, 'port' | 'createDatabase' | 'query'>

/** At once, but for the first file that asks. */
export async function sharedPostgres(): Promise<SharedPostgres> {
  const url = await text(connect(inject('clusterPort'), '127.0.0.1'))
  if (!URL.canParse(url)) throw new Error(url)
  return { port: Number(new URL(url).port), createDatabase: () => newDatabase(url), query: askPostgres }
}

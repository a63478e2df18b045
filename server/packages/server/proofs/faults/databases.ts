/** What goes wrong between a node and PostgreSQL, and with PostgreSQL itself. */
import { openLine, type Line } from '../../store/testing/severedLine.ts'
import { pgbouncerFile } from '../../testing/proxyFiles.ts'
import { isMissing, startProxy, type RunningProxy } from '../../testing/startProxy.ts'
import type { ProofDatabase } from '../history/openProofDatabase.ts'
import type { Scene } from './Scene.ts'

/** Above what a person would call slow, below what the store waits for. */
const lateMs = 100
const times = 3

const through = (url: string, port: number): string => Object.assign(new URL(url), { port: String(port) }).href

export const severed: Scene = {
  name: 'a line to PostgreSQL that delays, drops and cuts',
  story({ pace, onProgress }) {
    let line: Line | undefined
    return {
      database: 'postgres',
      nodes: 2,
      databaseUrl: async ({ url, postgres }) => {
        line = await openLine(postgres?.port ?? 0)
        return through(url, line.port)
      },
      async during({ untilServed }) {
        await untilServed(6)
        onProgress('every word comes late')
        line?.delay(lateMs)
        await pace(2)
        await untilServed(6)
        line?.delay(0)
        for (let count = 1; count <= times; count++) {
          onProgress(`cut, ${count} of ${times}`)
          line?.cut()
          await untilServed(12)
        }
        onProgress('silent, and nobody is told')
        line?.hush()
        await pace(2)
        line?.resume()
        await untilServed(12)
      },
      after: async () => line?.close(),
    }
  },
}

export const crashing: Scene = {
  name: 'PostgreSQL stopped at once under two nodes',
  story: ({ pace, onProgress }) => ({
    database: 'postgres',
    nodes: 2,
    async during({ database: { postgres }, untilServed }) {
      for (let count = 1; count <= times; count++) {
        await untilServed(24)
        onProgress(`stopped, ${count} of ${times}`)
        await postgres?.crash()
        await pace(1)
        await postgres?.start()
        await untilServed(12)
      }
    },
  }),
}

export const pooled: Scene = {
  name: 'PgBouncer in front of PostgreSQL, started anew',
  missing: () => (isMissing('pgbouncer') ? 'this machine has no pgbouncer' : null),
  story({ pace, onProgress }) {
    let pooler: RunningProxy | undefined
    const begin = async ({ url }: ProofDatabase, port?: number) => {
      pooler = await startProxy('pgbouncer', (own) => pgbouncerFile(own, new URL(url)), port)
      return pooler.port
    }
    return {
      database: 'postgres',
      nodes: 2,
      databaseUrl: async (database) => through(database.url, await begin(database)),
      async during({ database, untilServed }) {
        for (let count = 1; count <= times; count++) {
          await untilServed(12)
          onProgress(`PgBouncer ends, ${count} of ${times}`)
          const port = pooler?.port
          await pooler?.stop()
          await pace(1)
          await begin(database, port)
          await untilServed(12)
        }
      },
      after: async () => pooler?.stop(),
    }
  },
}

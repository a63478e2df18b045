/** For vitest: one PostgreSQL for all test files of a run, started when the first one asks and stopped with the run. */
import { createServer, type AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { openPostgres, type TestPostgres } from './openPostgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whoever connects to it is told the address of the superuser, in one line. */
    readonly clusterPort: number
  }
}

/** Files run beside each other, each with a pool or more. */
const flags = ['-c', 'max_connections=400']

export default async function lendCluster(project: TestProject): Promise<() => Promise<void>> {
  let cluster: Promise<TestPostgres> | null = null
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    cluster ??= openPostgres(flags)
    cluster.then(
      ({ url }) => socket.end(url),
      (error: unknown) => socket.end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('clusterPort', (server.address() as AddressInfo).port)
  return async () => {
    server.close()
    await (await cluster)?.stop()
  }
}

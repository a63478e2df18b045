/**
 * A server and the link on it, bundled without @trpc and run where a test has put a version of it. Prints what each
 * case answers, as one JSON object.
 */
import { writeSync } from 'node:fs'
import { createTRPCClient } from '@trpc/client'
import { initTRPC } from '@trpc/server'
import { createHTTPServer } from '@trpc/server/adapters/standalone'
import superjson from 'superjson'
import { uniLink } from '../uniLink.ts'
import { createNodeRequest } from './nodeRequest.ts'
import { createNodeSocket } from './nodeSocket.ts'
import { createNodeUpload } from './nodeUpload.ts'
import { createCases } from './runtimeCases.ts'
import { serveRuntimes } from './runtimesServer.ts'

async function runCases(): Promise<Record<string, unknown>> {
  const server = await serveRuntimes()
  const { connect, host } = createNodeSocket()
  const cases = createCases({
    request: createNodeRequest().request,
    upload: createNodeUpload({ files: { '/tmp/picture.png': 'a picture' } }).upload,
    connect,
    host,
    origin: server.origin,
    socketOrigin: server.origin.replace('http', 'ws'),
    deadOrigin: 'http://127.0.0.1:9',
    picture: '/tmp/picture.png',
    newController: () => new AbortController(),
    key: 'versions',
  })
  const { query, mutation, batch, error, abort, stream, streamLeft, nested, subscription, upload } = cases
  const answers: Record<string, unknown> = {}
  for (const run of [query, mutation, batch, error, abort, stream, streamLeft, nested, subscription, upload]) {
    answers[run.name] = await run()
  }
  await server.close()
  return answers
}

/** What only a transformer carries. */
async function runSuperjson(): Promise<unknown> {
  const t = initTRPC.create({ transformer: superjson })
  const router = t.router({
    next: t.procedure
      .input((day: unknown) => day)
      .query(({ input }) => ({ isDate: input instanceof Date, all: new Set([1, 2]) })),
  })
  const http = createHTTPServer({ router })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const api = createTRPCClient<typeof router>({
    links: [uniLink({ url, request: createNodeRequest().request, transformer: superjson })],
  })
  const { isDate, all } = await api.next.query(new Date(0))
  http.close()
  return { isDate, all: [...all] }
}

const answers = { ...(await runCases()), superjson: await runSuperjson() }
writeSync(1, JSON.stringify(answers))

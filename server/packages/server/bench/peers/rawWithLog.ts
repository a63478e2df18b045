/** As raw.ts, with what nobody runs a service without: a log line and a metric for each request. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { pino } from 'pino'
import { Counter, Registry } from 'prom-client'
import { check } from './check.ts'
import { listen } from './peer.ts'

// To a file that keeps nothing, as our own server's lines go in the bench.
const log = pino({ base: null }, pino.destination('/dev/null'))
const register = new Registry()
const calls = new Counter({ name: 'calls', help: 'Calls', labelNames: ['procedure', 'outcome'], registers: [register] })

listen(
  createServer((request, response) => {
    const began = performance.now()
    const requestId = randomUUID()
    void check(request.headers.authorization).then((answer) => {
      const body = JSON.stringify({ result: { data: answer } })
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-request-id': requestId,
      }
      response.writeHead(answer ? 200 : 401, headers).end(body)
      calls.inc({ procedure: 'auth.check', outcome: answer ? 'ok' : 'refused' })
      log.info(
        {
          requestId,
          method: request.method,
          path: request.url,
          status: response.statusCode,
          ms: Math.round(performance.now() - began),
        },
        'request',
      )
    })
  }),
)

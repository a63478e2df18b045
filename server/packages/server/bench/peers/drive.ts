/** Drives load in a process of its own, so that what it costs is not counted as the server's. One order a message. */
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import autocannon from 'autocannon'

export interface Order {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  /** `{code}` in it becomes a new code for each request. */
  readonly body?: string
  readonly connections: number
  readonly seconds: number
  /** Requests of all connections together. @default each connection asks as soon as it is answered */
  readonly perSecond?: number
}

export interface Driven {
  readonly requests: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly failed: { readonly non2xx: number; readonly errors: number; readonly timeouts: number }
}

// Only its orders keep it alive.
process.channel?.ref()
process.on('message', (order: Order | 'cost') => {
  if (order === 'cost') return
  void drive(order).then((driven) => process.send?.(driven))
})

process.send?.('ready')

async function drive({ url, method, headers, body, connections, seconds, perSecond }: Order): Promise<Driven> {
  const isFresh = body?.includes('{code}')
  const result = await autocannon({
    url,
    method,
    connections,
    headers: { ...headers },
    duration: seconds,
    ...(perSecond !== undefined && { overallRate: perSecond }),
    ...(body !== undefined && !isFresh && { body }),
    ...(isFresh && {
      requests: [{ setupRequest: (request) => ({ ...request, body: body?.replace('{code}', randomUUID()) ?? '' }) }],
    }),
  })
  return {
    requests: result.requests.total,
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: { non2xx: result.non2xx, errors: result.errors, timeouts: result.timeouts },
  }
}

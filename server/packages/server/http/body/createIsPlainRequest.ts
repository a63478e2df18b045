/** Of requests, which are JSON of a known and bearable length and want an ordinary answer. */
import type { IncomingMessage } from 'node:http'

/** Of requests that another site's page sends, that want a stream, or whose length nobody knows. */
const unplain = ['origin', 'trpc-accept', 'transfer-encoding', 'expect', 'upgrade']

/** Answers whether it is JSON of a length that is known and within bounds, or has no body at all. */
export function createIsPlainRequest(maxBytes: number): (incoming: IncomingMessage) => boolean {
  const isHost = createIsHost()

  return ({ method, headers, rawHeaders }) => {
    if (unplain.some((name) => headers[name] !== undefined) || headers.accept?.includes('jsonl')) return false
    // No header twice, for a Request would join them.
    if (rawHeaders.length !== 2 * Object.keys(headers).length || !isHost(headers.host)) return false
    const length = Number(headers['content-length'] ?? 0)
    if (method === 'GET') return length === 0 && headers['content-type'] === undefined
    return method === 'POST' && length <= maxBytes && /^application\/json *(;|$)/i.test(headers['content-type'] ?? '')
  }
}

/** All phones name the same host, so the last good one is known again. */
function createIsHost() {
  let good: string | undefined

  return (host: string | undefined): boolean => {
    if (host === good) return true
    if (!URL.canParse(`http://${host}`)) return false
    good = host
    return true
  }
}

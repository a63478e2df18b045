/**
 * What becomes of a body that an answer did not need. Left alone it would stand before the next request of the
 * connection; and a connection that is closed over unread bytes is reset, which can take the answer along.
 */
import type { IncomingMessage } from 'node:http'

/** Read and thrown away, and the connection goes on: any body that a client of ours sends. */
const readAwayBytes = 1024 * 1024
/**
 * Of a longer one, or one that does not say its length, so much is read while the client hears the answer and stops.
 */
const lingerBytes = 16 * 1024 * 1024
const lingerMs = 5000

/**
 * The answer to send. Where the body is too long to be read to its end the answer says `connection: close` (RFC 9112,
 * 9.6) and its last byte waits for the client to stop.
 */
export async function finishBody(answer: Response, incoming: IncomingMessage | undefined): Promise<Response> {
  if (!incoming || incoming.complete || incoming.destroyed) return answer
  // Procedures of a streamed answer may still be about to read; what they leave Node reads away at its end.
  const isStream = answer.headers.has('transfer-encoding')
  const rest = isStream ? null : readAway(incoming)
  if (lengthOf(incoming) <= readAwayBytes) return answer
  const headers = new Headers(answer.headers)
  headers.set('connection', 'close')
  if (!rest || answer.body === null) return new Response(answer.body, { status: answer.status, headers })
  const body = new Uint8Array(await answer.arrayBuffer())
  headers.set('content-length', String(body.length))
  return new Response(endingAfter(body, rest), { status: answer.status, headers })
}

function lengthOf({ headers }: IncomingMessage): number {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : Infinity
}

/** Node would stop reading where a reader stopped before the end. Ends at the latest after a while. */
function readAway(incoming: IncomingMessage): Promise<void> {
  return new Promise((done) => {
    let size = 0
    const timer = setTimeout(done, lingerMs)
    const end = () => {
      clearTimeout(timer)
      done()
    }
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= lingerBytes) return
      incoming.pause()
      end()
    })
    for (const event of ['end', 'close', 'error']) incoming.once(event, end)
    incoming.resume()
  })
}

/** All bytes at once, and the end when `rest` is over. */
function endingAfter(body: Uint8Array, rest: Promise<void>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(body)
      await rest
      controller.close()
    },
  })
}

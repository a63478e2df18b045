/**
 * `fetch` over Node's own HTTP client, for what request.ts asks of it: a body sent whole, a stream read, no redirect
 * followed, and a new connection each time, which costs Node's `fetch` more than everything else that a sign-in does.
 */
import { Agent as PlainAgent, request as askPlainly, type IncomingMessage } from 'node:http'
import { Agent as TlsAgent, request as askByTls, type RequestOptions } from 'node:https'

/** What `Response` takes with no body at all. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304])

/** One agent each, so that TLS sessions are known again though no connection is kept. */
export function createHttpFetch(): typeof globalThis.fetch {
  const plain = new PlainAgent({ keepAlive: false })
  const tls = new TlsAgent({ keepAlive: false })

  return async (input, init = {}) => {
    const url = String(input)
    const { method = 'GET', body, signal } = init
    const options = { method, headers: Object.fromEntries(new Headers(init.headers)), ...(signal && { signal }) }
    const way = /^https:/i.test(url) ? { ask: askByTls, agent: tls } : { ask: askPlainly, agent: plain }
    return responseOf(
      await answerTo(way, { url, options, body: typeof body === 'string' || body instanceof Uint8Array ? body : '' }),
    )
  }
}

interface Way {
  readonly ask: typeof askByTls
  readonly agent: PlainAgent
}

interface Question {
  readonly url: string
  readonly options: RequestOptions
  readonly body: string | Uint8Array
}

function answerTo({ ask, agent }: Way, { url, options, body }: Question): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    ask(url, { ...options, agent }, resolve)
      .once('error', reject)
      .end(body)
  })
}

/** @throws {RangeError} for a status that is none */
function responseOf(answer: IncomingMessage): Response {
  const { statusCode: status = 0 } = answer
  // Response says so by itself, but one that another package has put in its place may say it later.
  if (status < 200 || status > 599) throw new RangeError('The answer has a status that is none')
  const body = withoutBody.has(status) ? null : streamOf(answer)
  const { 'content-type': type, date } = answer.headers
  return new Response(body, {
    status,
    headers: { ...(type !== undefined && { 'content-type': type }), ...(date !== undefined && { date }) },
  })
}

function streamOf(answer: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Buffer> = answer[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void answer.destroy(),
  })
}

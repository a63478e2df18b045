/** One HTTP request with the calls of a batch. */
import { address } from './address.ts'
import type { Call } from './call.ts'
import { exchange, type ExchangeOptions, type Headers } from './exchange.ts'
import { readWhole, type Read } from './reading.ts'
import type { RequestEsque } from './RequestEsque.ts'

export interface SendOptions extends ExchangeOptions {
  request: RequestEsque
  endpoint: () => string
  methodOverride: 'POST' | undefined
  batch: boolean
  stream: Read | undefined
}

/** By Object.assign: in ES2015, for which phones' builds are made, a spread would bring a helper that weighs more. */
export function sendBatch(calls: Call[], options: SendOptions): void {
  const { stream } = options
  exchange(
    {
      calls,
      isStream: stream !== undefined,
      read: stream ?? readWhole,
      write(open, headers, asks) {
        const addressed = address(open, options.endpoint(), options)
        const type = addressed.method === 'POST' && !hasContentType(headers) && { 'content-type': 'application/json' }
        return Object.assign(addressed, asks, {
          header: Object.assign({}, type, headers, asks.header),
          timeout: Math.max(...open.map(options.timeoutOf)),
          // Anything but 'json' leaves the body as text: so a page of HTML is told from JSON, whatever its content type.
          dataType: 'text',
        })
      },
      host: options.request,
    },
    options,
  )
}

/** A content type of the caller's own, in any case, stands in for ours. */
export function hasContentType(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
}

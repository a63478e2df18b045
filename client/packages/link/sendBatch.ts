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

export function sendBatch(calls: Call[], options: SendOptions): void {
  exchange(
    {
      calls,
      read: options.stream ?? readWhole,
      write: (open, headers) => requestOf(open, headers, options),
      host: options.request,
    },
    options,
  )
}

type Written = Pick<SendOptions, 'endpoint' | 'methodOverride' | 'batch' | 'timeoutOf'>

export function requestOf(calls: Call[], headers: Headers, options: Written) {
  const addressed = address(calls, options.endpoint(), options)
  const type = addressed.method === 'POST' && !hasContentType(headers) && { 'content-type': 'application/json' }
  return {
    ...addressed,
    header: { ...type, ...headers },
    timeout: Math.max(...calls.map(options.timeoutOf)),
    // Anything but 'json' leaves the body as text: so a page of HTML is told from JSON, whatever its content type.
    dataType: 'text',
  }
}

/** A content type of the caller's own, in any case, stands in for ours. */
function hasContentType(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
}

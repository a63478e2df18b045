/** What a batch looks like on the wire: tRPC's HTTP specification, https://trpc.io/docs/rpc. */
import type { Call } from './call.ts'
import type { Headers } from './exchange.ts'

export interface Addressed {
  url: string
  method: 'GET' | 'POST'
  /** The body; absent from a GET, whose inputs stand in the URL. */
  data?: string | undefined
}

export interface WireOptions {
  endpoint: () => string
  methodOverride: 'POST' | undefined
  /** Without it the one call is written as servers take it that allow no batches. */
  batch: boolean
}

/** The request for calls of one timeout, all queries or all mutations. */
export function requestOf(calls: Call[], headers: Headers, options: WireOptions) {
  const addressed = address(calls, options)
  // A content type of the caller's own, in any case, stands in for ours.
  const isOurs = addressed.method === 'POST' && !/(^|,)content-type(,|$)/i.test(`${Object.keys(headers)}`)
  return {
    ...addressed,
    header: { ...(isOurs && { 'content-type': 'application/json' }), ...headers },
    timeout: calls[0]?.timeout ?? 0,
    // Anything but 'json' leaves the body as text: so a page of HTML is told from JSON, whatever its content type.
    dataType: 'text',
  }
}

export function address(calls: Call[], { endpoint, methodOverride, batch }: WireOptions): Addressed {
  const byGet = !methodOverride && calls[0]?.operation.type !== 'mutation'
  const input = batch ? inputsOf(calls) : calls[0]?.input
  const inQuery = byGet && input !== undefined && `input=${encodeURIComponent(input)}`
  const url = addressOf(calls, endpoint(), [batch && 'batch=1', inQuery])
  if (byGet) return { url, method: 'GET' }
  return { url, method: 'POST', data: input }
}

/** The endpoint, which may have a query of its own, with the paths of the calls and what else the query is to say. */
export function addressOf(calls: Call[], endpoint: string, said: (string | false)[] = []): string {
  const [base = '', query = ''] = endpoint.split('?', 2)
  const paths = calls.map((call) => encodeURI(call.operation.path)).join(',')
  const queries = [query, ...said].filter(Boolean).join('&')
  return `${base.replace(/\/$/, '')}/${paths}${queries && `?${queries}`}`
}

/** An input of `undefined` is left out, which is how tRPC says it. */
function inputsOf(calls: Call[]): string {
  const entries = calls.map(({ input }, index) => (input === undefined ? '' : `"${index}":${input}`))
  return `{${entries.filter(Boolean).join(',')}}`
}

/** What a batch looks like on the wire: tRPC's HTTP specification, https://trpc.io/docs/rpc. */
import type { Call } from './call.ts'

export interface Addressed {
  url: string
  method: 'GET' | 'POST'
  /** The body; absent from a GET, whose inputs stand in the URL. */
  data?: string | undefined
}

export interface AddressOptions {
  methodOverride: 'POST' | undefined
  /** Without it the one call is written as servers take it that allow no batches. */
  batch: boolean
}

/** Writes the batch down. Its calls are all queries or all mutations. */
export function address(calls: Call[], endpoint: string, { methodOverride, batch }: AddressOptions): Addressed {
  const byGet = !methodOverride && calls.every((call) => call.operation.type !== 'mutation')
  const input = batch ? inputsOf(calls) : calls[0]?.input
  const inQuery = byGet && input !== undefined && `input=${encodeURIComponent(input)}`
  const url = addressOf(calls, endpoint, [batch && 'batch=1', inQuery])
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

/** What a batch looks like on the wire: tRPC's HTTP specification, https://trpc.io/docs/rpc. */
import type { Call } from './call.ts'

export interface Addressed {
  url: string
  method: 'GET' | 'POST'
  /** The body; absent from a GET, whose inputs stand in the URL. */
  data?: string
}

/** Writes the batch down. Its calls are all queries or all mutations. */
export function address(calls: Call[], endpoint: string, methodOverride?: 'POST'): Addressed {
  const [base = '', query] = endpoint.split('?', 2)
  const paths = calls.map((call) => encodeURI(call.operation.path)).join(',')
  const url = `${base.replace(/\/$/, '')}/${paths}?${query ? `${query}&` : ''}batch=1`
  const inputs = inputsOf(calls)
  const byGet = !methodOverride && calls.every((call) => call.operation.type === 'query')
  return byGet
    ? { url: `${url}&input=${encodeURIComponent(inputs)}`, method: 'GET' }
    : { url, method: 'POST', data: inputs }
}

/** An input of `undefined` is left out, which is how tRPC says it. */
function inputsOf(calls: Call[]): string {
  const entries = calls.map(({ input }, index) => (input === undefined ? '' : `"${index}":${input}`))
  return `{${entries.filter(Boolean).join(',')}}`
}

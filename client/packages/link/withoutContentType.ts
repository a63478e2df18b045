import type { Headers } from './exchange.ts'

/** A copy without a content type of the caller's, in any case, where only one of ours is true. */
export function withoutContentType(headers: Headers): Headers {
  const copy: Headers = {}
  for (const name of Object.keys(headers)) if (name.toLowerCase() !== 'content-type') copy[name] = headers[name] ?? ''
  return copy
}

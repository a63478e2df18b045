/** What a request's head alone says against its body. */
import type { Reason } from 'uni-trpc-protocol'
import type { BodyRule } from './BodyRule.ts'
import { formType, mediaType } from 'uni-trpc-auth/trpc'

export interface BodyRefusal {
  readonly code: 'UNSUPPORTED_MEDIA_TYPE' | 'PAYLOAD_TOO_LARGE' | 'BAD_REQUEST'
  readonly reason?: Reason
}

/** What tRPC would take for any procedure; all other types but JSON it refuses by itself. */
const bulky = [formType, 'application/octet-stream']

/** `null` for a body that may come, or for none. */
export function refusalOfBody({ method, headers }: Request, rule: BodyRule): BodyRefusal | null {
  if (method === 'GET' || method === 'HEAD') return null
  if (!rule.isForm && bulky.includes(mediaType(headers.get('content-type')))) return { code: 'UNSUPPORTED_MEDIA_TYPE' }
  if (Number(headers.get('content-length') ?? 0) <= rule.maxBytes) return null
  return refusalOfLength(rule)
}

export function refusalOfLength({ tooLong }: BodyRule): BodyRefusal {
  return tooLong ? { code: 'BAD_REQUEST', reason: tooLong } : { code: 'PAYLOAD_TOO_LARGE' }
}

/** One call as a phone makes it, and what came of it. */
import { headers } from 'uni-trpc-protocol'
import { z } from 'zod'

export type Outcome =
  | { readonly kind: 'answer'; readonly data: unknown; readonly renewed: string | null }
  | { readonly kind: 'refusal'; readonly reason: string }
  /** Cut off, or answered by a proxy in its own words. */
  | { readonly kind: 'none' }
  /** An answer that no client can read. */
  | { readonly kind: 'nonsense'; readonly text: string }

export interface CallOptions {
  readonly body?: unknown
  readonly token?: string
  /** The address of the phone, as a proxy in front would name it. */
  readonly address?: string
}

const answerShape = z.object({
  result: z.object({ data: z.unknown() }).optional(),
  error: z.object({ data: z.object({ reason: z.string().optional() }) }).optional(),
})
const longestMs = 30_000

export async function call(origin: string, path: string, options: CallOptions): Promise<Outcome> {
  const { body, token, address } = options
  const sent = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(address !== undefined && { 'x-forwarded-for': address }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(longestMs),
  }
  try {
    const response = await fetch(`${origin}/trpc/${path}`, sent)
    return outcomeOf(response, await response.text())
  } catch {
    return { kind: 'none' }
  }
}

function outcomeOf(response: Response, text: string): Outcome {
  const isOurs = response.headers.has(headers.requestId)
  if (!isOurs && response.status >= 502 && response.status <= 504) return { kind: 'none' }
  const { success, data } = answerShape.safeParse(parsed(text))
  if (!success) return { kind: 'nonsense', text: `${response.status} ${text.slice(0, 200)}` }
  if (data.error) return { kind: 'refusal', reason: data.error.data.reason ?? `fault ${response.status}` }
  return { kind: 'answer', data: data.result?.data, renewed: response.headers.get(headers.sessionToken) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Tells how each exchange with WeChat went, for metrics. */
import type { Request } from './request.ts'
import { WeChatError } from './WeChatError.ts'

export interface UpstreamAnswer {
  /** The path alone, e.g. `/sns/jscode2session`. */
  readonly endpoint: string
  /** WeChat's, 0 when all went well; without one, why there is none. */
  readonly errcode: number | 'unreachable' | 'unreadable'
  /** From the question to the end of the answer, in milliseconds. */
  readonly ms: number
}

export interface ObservedOptions {
  readonly clock: () => number
  /** Called once per HTTP request, repetitions included. Must not throw. */
  readonly onAnswer: (answer: UpstreamAnswer) => void
}

export function observed(request: Request, { clock, onAnswer }: ObservedOptions): Request {
  return async (call, deadlineMs) => {
    const start = clock()
    const tell = (errcode: UpstreamAnswer['errcode']): void =>
      onAnswer({ endpoint: call.path, errcode, ms: clock() - start })
    try {
      const result = await request(call, deadlineMs)
      tell(0)
      return result
    } catch (error) {
      tell(outcomeOf(error))
      throw error
    }
  }
}

function outcomeOf(error: unknown): UpstreamAnswer['errcode'] {
  if (!(error instanceof WeChatError)) return 'unreachable'
  return error.kind === 'refused' ? (error.errcode ?? 'unreadable') : error.kind
}

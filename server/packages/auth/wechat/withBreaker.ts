/** Asks WeChat nothing while it says that a quota is used up: every further question would only prolong it. */
import type { Request } from './request.ts'
import { notAsked, WeChatError } from './WeChatError.ts'

const firstPauseMs = 30_000

interface Quota {
  /** How many such answers in a row stop the asking. */
  readonly after: number
  readonly longestPauseMs: number
}

const quotas: Readonly<Record<number, Quota>> = {
  /** The app's quota of the day. */
  45009: { after: 1, longestPauseMs: 300_000 },
  /**
   * A minute's quota, which WeChat counts per user as well: one busy user, whose refusals stand between the answers
   * of others, must not shut everybody out.
   * https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/login/auth.code2Session.html
   */
  45011: { after: 3, longestPauseMs: 60_000 },
}

/** What is known of a quota; nothing is, as long as WeChat answers. */
interface Gate {
  readonly refusals: number
  readonly error: WeChatError
  /** 0 while questions still pass. */
  readonly pauseMs: number
  /** Of `clock`; then one question passes and decides for all. */
  readonly closedUntil: number
}

/** @throws {WeChatError} with the errcode WeChat gave last, and `retryAfterMs`, while the asking has stopped */
export function withBreaker(request: Request, clock: () => number): Request {
  const gates = new Map<string, Gate>()

  /** What stands at the gate when the question passes. */
  const enter = (quota: string, deadlineMs: number): Gate | undefined => {
    const gate = gates.get(quota)
    if (!gate?.pauseMs) return gate
    const leftMs = gate.closedUntil - clock()
    if (leftMs > 0) throw notAsked(gate.error, leftMs)
    const trial = { ...gate, closedUntil: clock() + deadlineMs }
    gates.set(quota, trial)
    return trial
  }
  const leave = (quota: string, entered: Gate | undefined, error?: unknown): void => {
    const gate = gates.get(quota)
    // A question asked before the asking stopped says nothing about the time after it.
    if (gate?.pauseMs && gate !== entered) return
    if (isQuota(error)) gates.set(quota, gateAfter(error, gate, clock()))
    else if (isAnswered(error)) gates.delete(quota)
    else if (gate) gates.set(quota, { ...gate, closedUntil: clock() })
  }

  return async (call, deadlineMs) => {
    const entered = enter(call.quota, deadlineMs)
    try {
      const result = await request(call, deadlineMs)
      leave(call.quota, entered)
      return result
    } catch (error) {
      leave(call.quota, entered, error)
      throw error
    }
  }
}

interface QuotaError extends WeChatError {
  readonly errcode: number
}

function isQuota(error: unknown): error is QuotaError {
  return error instanceof WeChatError && error.errcode !== undefined && error.errcode in quotas
}

/** Whether WeChat spoke at all: a broken connection says nothing about a quota. */
function isAnswered(error: unknown): boolean {
  return error === undefined || (error instanceof WeChatError && error.kind === 'refused')
}

function gateAfter(error: QuotaError, gate: Gate | undefined, at: number): Gate {
  const { after, longestPauseMs } = quotas[error.errcode] ?? { after: 1, longestPauseMs: firstPauseMs }
  const refusals = (gate?.refusals ?? 0) + 1
  if (refusals < after) return { refusals, error, pauseMs: 0, closedUntil: at }
  const pauseMs = Math.min(gate?.pauseMs ? gate.pauseMs * 2 : firstPauseMs, longestPauseMs)
  return { refusals, error, pauseMs, closedUntil: at + pauseMs }
}

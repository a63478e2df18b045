/** What becomes of an operation, and what that means for the sign-in. */
import type { Operation } from '@trpc/client'
import { socket, type SignIn } from './credentials.ts'
import { fieldOf, textOf } from './given.ts'
import type { SessionPath } from './sessionRouter.ts'
import { isSilent } from './silent.ts'

/** Why an operation may be sent once more: with a new token, or with one more code. */
export type Retry = 'token' | 'code'

/** TOKEN_MISSING, TOKEN_EXPIRED and TOKEN_INVALID. */
const tokenReason = /^TOKEN_/
const codeReason = /^CODE_(INVALID|USED)$/
const endReason = /^(SESSION_ENDED|USER_DISABLED)$/
/** Refusals of the operation itself, which say nothing of the sign-in on its way. */
const ownReason = /^(INPUT_INVALID|NOT_FOUND)$/

/**
 * The reason that an error of the API gives, as it stands there, or no text at all. Pages use `refusalOf` of shared/,
 * which knows them all; here its table would weigh on every program.
 */
function reasonOf(error: unknown): string {
  return textOf(fieldOf(error, 'data'), 'reason') || ''
}

/** The person signs out: at once on this phone; the operation still carries the token to tell the server. */
export function signOut({ kept, leaving }: SignIn, { id }: Operation): void {
  const { token } = kept.look()
  if (token) leaving.set(id, token)
  kept.leave()
}

/** What a failed operation means for the sign-in; answers how it may be tried again, or null. */
export function refused({ kept, sent }: SignIn, op: Operation, error: unknown): Retry | null {
  const reason = reasonOf(error)
  const was = sent.get(op.type === 'subscription' ? socket : op.id)
  kept.look()
  const isDead = tokenReason.test(reason)
  // A token given as input says nothing of the phone's own.
  const asksOfAnother = op.path === ('auth.check' satisfies SessionPath) && op.input !== undefined
  if (was && was.era === kept.era && !asksOfAnother) {
    if (isDead) kept.expire()
    if (endReason.test(reason)) kept.leave(error)
  }
  if (!isSilent(op) || !kept.maySignIn()) return null
  if (isDead) return 'token'
  return was && was.withCode && codeReason.test(reason) ? 'code' : null
}

/**
 * Answered, and with no new token: the old one counts as alive, for clocks are wrong; if it is not, a refusal says so.
 */
export function answered({ kept, sent }: SignIn, op: Operation): void {
  const was = sent.get(op.id)
  if (was && was.withCode && was.era === kept.era && isSilent(op)) kept.revive()
}

/** The operation is over for good: answered, failed or abandoned. */
export function settled({ gate, sent, leaving }: SignIn, op: Operation, error?: unknown): void {
  sent.delete(op.id)
  leaving.delete(op.id)
  const isOwn = error === undefined || op.signal?.aborted || !isSilent(op) || ownReason.test(reasonOf(error))
  gate.leave(op.id, isOwn ? undefined : error)
}

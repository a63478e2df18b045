/** What a request is sent with - a token, a code, or nothing - and what its answer means for the next one. */
import type { Operation } from '@trpc/client'
import { headers as names, type Reason } from 'uni-trpc-protocol'
import { createGate, type Gate } from './gate.ts'
import type { KeptSession } from './keptSession.ts'
import { codeInTime } from './loginCode.ts'
import { reasonOf } from './reasonOf.ts'
import type { SessionPath } from './sessionRouter.ts'

export interface CredentialsOptions {
  readonly kept: KeptSession
  readonly login: () => Promise<string>
  readonly appId: () => string | null
  readonly start: 'ask' | 'launch'
}

/** Why an operation may be sent once more: with a new token, or with one more code. */
export type Retry = 'token' | 'code'

/** What an operation was last sent with, to judge its answer by. */
interface Sent {
  readonly token: string | null
  readonly withCode: boolean
  /** Which sign-in the phone was in: an answer to an earlier one must not undo what the person did since. */
  readonly era: number
}

const tokenReasons: readonly string[] = ['TOKEN_MISSING', 'TOKEN_EXPIRED', 'TOKEN_INVALID'] satisfies Reason[]
const codeReasons: readonly string[] = ['CODE_INVALID', 'CODE_USED'] satisfies Reason[]
const endReasons: readonly string[] = ['SESSION_ENDED', 'USER_DISABLED'] satisfies Reason[]
/** Refusals of the operation itself, which say nothing of the sign-in on its way. */
const unrelatedReasons: readonly string[] = ['INPUT_INVALID', 'NOT_FOUND'] satisfies Reason[]
const neverSilent: readonly string[] = ['auth.login', 'auth.check', 'auth.logout'] satisfies SessionPath[]

export type Credentials = ReturnType<typeof createCredentials>

export function createCredentials({ kept, login, appId, start }: CredentialsOptions) {
  const sent = new Map<number, Sent>()
  const leaving = new Map<number, string>()
  let gate: Gate | null = null
  /** A code on its way: whoever asks meanwhile waits for the same, for who asked first may have given up. */
  let asking: Promise<string> | null = null
  let era = 0
  let ending: unknown = null
  /** What the socket was opened with, for all its subscriptions. */
  let onSocket: Sent | undefined

  const isSilent = (op: Operation) => !neverSilent.includes(op.path) && op.context['silent'] !== false
  const maySignIn = () =>
    kept.state === 'signed-in' || (kept.state === 'never' && start === 'launch' && !kept.isInDoubt)
  const mustSignIn = (ops: readonly Operation[]) => maySignIn() && !kept.isAlive() && ops.some(isSilent)

  /** A code for the request that holds the gate; null if the person signed out while WeChat was asked for one. */
  async function freshCode(ids: readonly number[]): Promise<string | null> {
    const mine = (gate ??= createGate(() => (gate = null)))
    mine.admit(ids)
    const asked = era
    try {
      const code = await ask()
      if (asked === era) return code
      mine.open()
      return null
    } catch (error) {
      mine.fail(error)
      throw error
    }
  }

  function ask(): Promise<string> {
    if (asking) return asking
    const over = () => void (asking = null)
    asking = codeInTime(login())
    asking.then(over, over)
    return asking
  }

  /** Whether nobody has signed in or out since, and no other token come. */
  const isOfNow = (was: Sent) => was.era === era && was.token === kept.token

  return {
    /**
     * The refusal that ended the last sign-in, of which the person is to be told, whichever call met it; null once
     * somebody has signed in or out by hand.
     */
    ending: () => ending,

    /** For a socket, which names its session when it connects; null while nobody is signed in. */
    async connectionParams(): Promise<{ token: string } | null> {
      kept.look()
      const { token } = kept
      onSocket = { token, withCode: false, era }
      return token === null ? null : { token }
    },

    /** For the link below: once per HTTP request, before it is sent. */
    async headers(operations: readonly Operation[]): Promise<Record<string, string>> {
      const ids = operations.map(({ id }) => id)
      kept.look()
      let must = mustSignIn(operations)
      while (must && gate && !gate.holds(ids)) {
        await gate.over
        must = mustSignIn(operations)
      }
      const code = must ? await freshCode(ids) : null
      const token = ids.map((id) => leaving.get(id)).find(Boolean) ?? kept.token
      for (const id of ids) sent.set(id, { token, withCode: code !== null, era })
      const app = code === null ? null : appId()
      return {
        ...(token !== null && { [names.authorization]: `Bearer ${token}` }),
        ...(code !== null && { [names.loginCode]: code }),
        ...(app !== null && { [names.appId]: app }),
      }
    },

    /** For the link below: once per HTTP answer, before its operations settle; header names in lower case. */
    onResponse(answer: Readonly<Record<string, string>>, operations: readonly Operation[]): void {
      const token = answer[names.sessionToken]
      if (!token || operations.some(({ id }) => leaving.has(id))) return
      const before = operations[0] && sent.get(operations[0].id)
      // A slow answer to an older token must not take the place of a newer sign-in.
      if (!before || !isOfNow(before)) return
      kept.keep(token)
      for (const { id } of operations) sent.set(id, { ...before, withCode: false })
      if (before.withCode) gate?.open()
    },

    /** The person signs in by hand: what `auth.login` brought counts from here on. */
    signedIn(token: string): void {
      era++
      ending = null
      kept.keep(token)
    },

    /** The person signs out: at once on this phone; the operation still carries the token to tell the server. */
    signOut(op: Operation): void {
      era++
      ending = null
      kept.look()
      if (kept.token !== null) leaving.set(op.id, kept.token)
      kept.leave()
    },

    /** What a failed operation means for the sign-in; answers how it may be tried again, or null. */
    refused(op: Operation, error: unknown): Retry | null {
      const reason = reasonOf(error)
      const was = op.type === 'subscription' ? onSocket : sent.get(op.id)
      kept.look()
      const isDead = tokenReasons.includes(reason)
      // A token given as input says nothing of the phone's own.
      const asksOfAnother = op.path === ('auth.check' satisfies SessionPath) && op.input !== undefined
      if (was && isOfNow(was) && !leaving.has(op.id) && !asksOfAnother) {
        if (isDead) kept.expire()
        if (endReasons.includes(reason)) {
          era++
          ending = error
          kept.leave()
        }
      }
      if (!isSilent(op) || !maySignIn()) return null
      if (isDead) return 'token'
      return was?.withCode && codeReasons.includes(reason) ? 'code' : null
    },

    /** Answered, and with no new token: the old one counts as alive, for clocks are wrong; if it is not, a refusal says so. */
    answered(op: Operation): void {
      const was = sent.get(op.id)
      if (was?.withCode && isOfNow(was) && isSilent(op)) kept.revive()
    },

    /** The operation is over for good: answered, failed or abandoned. */
    settled(op: Operation, error?: unknown): void {
      sent.delete(op.id)
      leaving.delete(op.id)
      if (!gate?.holds([op.id])) return
      // With the code still on its way, only this call's own time can be up, and that of the others may not be.
      const isAbandoned = error === undefined || op.signal?.aborted || asking
      if (isAbandoned || !isSilent(op) || unrelatedReasons.includes(reasonOf(error))) gate.left(op.id)
      else gate.fail(error)
    },
  }
}

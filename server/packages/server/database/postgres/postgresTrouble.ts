/** Which of PostgreSQL's errors pass by themselves: https://www.postgresql.org/docs/current/errcodes-appendix.html */
import { errorCode } from '../../errorCode.ts'
import type { Trouble } from '../engine.ts'
import { hintOf } from './postgresProblem.ts'

/** A race that another run decides: serialization failure, deadlock, a lock not to be had, a statement too slow. */
const raced = new Set(['40001', '40P01', '55P03', '57014'])
/** A prepared statement of another one's, or none, stands under its name: a pooler that does not say that it is one. */
const nameless = new Set(['26000', '42P05'])
/** The server is going, coming or full, or became a standby: this connection is of no use, another one may be. */
const away = new Set(['57P01', '57P02', '57P03', '53300', '25006', '25P03', '25P04'])
/** Nobody answers at that address for now. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** A full disk, no memory. */
const unable = new Set(['53100', '53200'])
/** pg gives its own errors no code. */
const lostSentences =
  /^(Connection terminated|Query read timeout|timeout expired|Client (has encountered a connection error|was closed))/
const waitedSentence = 'timeout exceeded when trying to connect'

export function postgresTrouble(error: unknown): Trouble | null {
  if (isForGood(error)) return null
  if (error instanceof CommitInDoubt || unable.has(errorCode(error))) return 'unable'
  if (isLost(error) || isNameless(error) || raced.has(errorCode(error))) return 'busy'
  return error instanceof Error && error.message === waitedSentence ? 'busy' : null
}

/** A pooler has one code for what passes and what does not: a wrong password, say. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof Error) || errorCode(error) !== '08P01') return false
  const hint = hintOf(error.message)
  return hint === 'user' || hint === 'database' || hint === 'parameter'
}

/** Whether it says that prepared statements do not last here; the statement itself has not run. */
export function isNameless(error: unknown): boolean {
  return nameless.has(errorCode(error))
}

/** Whether the connection it came from must not be used again. */
export function isLost(error: unknown): boolean {
  if (error instanceof ConnectionGone) return true
  const code = errorCode(error)
  if (away.has(code) || unreachable.has(code) || code.startsWith('08')) return true
  return error instanceof Error && lostSentences.test(error.message)
}

/**
 * Thrown when the connection broke while it committed: perhaps all was written, perhaps nothing. Running again could
 * do it twice, so it is told as STORE_BUSY and the caller starts over with what it then finds.
 */
export class CommitInDoubt extends Error {
  override readonly name = 'CommitInDoubt'

  constructor() {
    super('The connection broke while it committed')
  }
}

/** Thrown for whatever is asked of a connection that broke before. */
export class ConnectionGone extends Error {
  override readonly name = 'ConnectionGone'

  constructor() {
    super('The connection broke before')
  }
}

/** What is known of a request that failed on its way: the system's code, and whether it surely never left. */
import { DeadlineError } from './patience.ts'

/** Of a chain of causes. */
const deepest = 8

/**
 * The innermost code in a chain of causes, e.g. `ECONNREFUSED` or `UND_ERR_SOCKET`, or `timeout`. Only this is kept:
 * the errors themselves hold the URL, and the URL holds the secret.
 */
export function systemCodeOf(error: unknown): string {
  let code = 'no connection'
  let current = error
  for (let depth = 0; depth < deepest && current instanceof Error; depth++) {
    if (current instanceof DeadlineError) return 'timeout'
    if ('code' in current && isSystemCode(current.code)) code = current.code
    current = current.cause
  }
  return code
}

function isSystemCode(code: unknown): code is string {
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,48}$/.test(code)
}

/** No connection came about, so there was nothing to send on. */
const connectFailures: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * Whether a request surely never left: then the code in it is unused and may be sent again. Everything else may have
 * arrived: a reset, an end or silence after the first byte says nothing about what WeChat did.
 */
export function wasNeverSent(error: unknown): boolean {
  let current = error
  for (let depth = 0; depth < deepest && current instanceof Error; depth++) {
    if ('code' in current && connectFailures.has(current.code)) return true
    if ('syscall' in current && current.syscall === 'connect') return true
    if ('socket' in current && isUnwritten(current.socket)) return true
    current = current.cause
  }
  return false
}

function isUnwritten(socket: unknown): boolean {
  return typeof socket === 'object' && socket !== null && 'bytesWritten' in socket && socket.bytesWritten === 0
}

/** What the system said about a failed connection, without the words around it. */
import { DeadlineError } from './withinDeadline.ts'

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

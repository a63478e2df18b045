/** Whether a request surely never left: then the code in it is unused and may be sent again. */

/** No connection came about, so there was nothing to send on. */
const connectFailures: ReadonlySet<unknown> = new Set([
  ...[
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'EHOSTDOWN',
    'ENETUNREACH',
    'ENETDOWN',
    'EADDRNOTAVAIL',
    'ENOTFOUND',
    'EAI_AGAIN',
  ],
  'UND_ERR_CONNECT_TIMEOUT',
])

const deepest = 8

/**
 * Everything else may have arrived: a reset, an end or silence after the first byte says nothing about what WeChat did.
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

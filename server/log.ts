/** Logs: one JSON line an event. What could identify or impersonate a person is cut out by name, wherever it stands. */
import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

const secretNames = [
  'authorization', 'code', 'token', 'secret', 'sessionKey', 'session_key', 'js_code', 'access_token', 'openId', 'openid',
  'phone', 'x-login-code', 'x-session-token',
]

export function createLog(destination?: DestinationStream): Log {
  const paths = secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])
  return pino({ level: 'info', base: null, redact: { paths, censor: '[redacted]' } }, destination ?? pino.destination(1))
}

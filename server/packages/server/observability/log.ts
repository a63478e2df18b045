/**
 * Logs: one JSON line an event, put together from named fields and nothing else. A client's words (path, Host, query,
 * headers, input) are in no field, so no list of secrets has to be complete.
 */
import { pino, type DestinationStream } from 'pino'
import { describeError } from './describeError.ts'

/** All that a line may hold beside its level, time and message. */
export interface LogFields {
  /** Ours. */
  readonly requestId?: string | undefined
  readonly method?: string | undefined
  /** From `knownPath`: what was asked for, if it is there. */
  readonly path?: string | undefined
  readonly status?: number | undefined
  readonly ms?: number | undefined
  /** Why a call was refused, of the closed list. */
  readonly reason?: string | undefined
  readonly signal?: string | undefined
  /** What failed, of the names in storeReport.ts and wechatReport.ts; how long, and how many requests met it. */
  readonly outage?: string | undefined
  readonly seconds?: number | undefined
  readonly failures?: number | undefined
  /** One of WECHAT_APPS. */
  readonly appId?: string | undefined
  /** Whatever was thrown; describeError says what is kept of it. */
  readonly err?: unknown
  /** The same, for why a call was refused. */
  readonly cause?: unknown
}

type Write = (fields: LogFields, message: string) => void

export interface Log {
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  readonly fatal: Write
}

/** A value in one of the text fields; another, which should not be there, is named by this alone. */
const plain = /^[\w./:,-]{1,1500}$/
const notPlain = 'unknown'
/** Of lines that nobody takes; more are lost. */
const longestBacklogBytes = 4 * 1024 * 1024

export function createLog(destination: DestinationStream = standardOutput()): Log {
  // pino's own way with errors would add their message to what is already described.
  const logger = pino(
    { level: 'info', base: null, serializers: { err: (described: unknown) => described } },
    destination,
  )
  return {
    info: (fields, message) => logger.info(lineOf(fields), message),
    warn: (fields, message) => logger.warn(lineOf(fields), message),
    error: (fields, message) => logger.error(lineOf(fields), message),
    fatal: (fields, message) => logger.fatal(lineOf(fields), message),
  }
}

/** Names each field, so that whatever else an object holds stays where it is. */
function lineOf(fields: LogFields) {
  return {
    requestId: textOf(fields.requestId),
    method: textOf(fields.method),
    path: textOf(fields.path),
    status: fields.status,
    ms: fields.ms,
    reason: textOf(fields.reason),
    signal: textOf(fields.signal),
    outage: textOf(fields.outage),
    seconds: fields.seconds,
    failures: fields.failures,
    appId: textOf(fields.appId),
    err: 'err' in fields ? describeError(fields.err) : undefined,
    cause: fields.cause === undefined ? undefined : describeError(fields.cause),
  }
}

function textOf(text: string | undefined): string | undefined {
  return text === undefined || plain.test(text) ? text : notPlain
}

/** A log that cannot be written, on a full disk for instance, is no reason to stop serving, and none not to stop. */
function standardOutput(): DestinationStream {
  const destination = pino.destination({ dest: 1, minLength: 0, sync: false, maxLength: longestBacklogBytes })
  destination.on('error', () => {
    // What is kept is tried again with the next line; at the process' end it would be tried for ever.
    destination.flushSync = () => undefined
  })
  return destination
}

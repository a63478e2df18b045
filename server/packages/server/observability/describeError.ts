/** What a log keeps of an error: enough to find the fault, and nothing that a client or a database wrote. */

export interface DescribedError {
  /** The class of the error, or the type of what was thrown instead of one. */
  readonly name: string
  /** Of errors that our own code made; others repeat what they choked on. */
  readonly message?: string
  /** SQLSTATE, SQLite's or Node's name of the error. */
  readonly code?: string | number
  readonly syscall?: string
  /** WeChat's. */
  readonly errcode?: number
  readonly reason?: string
  readonly constraint?: string
  /** Where it was thrown, without the first lines, which repeat the message. */
  readonly stack?: string
  readonly cause?: DescribedError
}

const deepestCause = 5
const longestMessage = 1000
/** A frame as V8 writes it, with file, line and column. */
const frame = /^ {4}at .{0,500}?(?::\d+:\d+\)?|\((?:<anonymous>|native|index \d+)\))$/
/** A frame in a file that is neither Node's nor a package's. */
const ownFrame = /^ {4}at (?:.* )?\(?(?:file:\/\/|\/|[A-Za-z]:[\\/])(?!.*[\\/]node_modules[\\/])/
/** What V8 says without a value in it; in other sentences of its own it quotes one. */
const plainSentence = new RegExp(
  `^(?:${[
    String.raw`Cannot (?:read|set) properties of (?:undefined|null)(?: \((?:reading|setting) '\w{1,60}'\))?`,
    String.raw`[\w$.]{1,100} is not (?:a function|a constructor|iterable|defined)`,
    'Maximum call stack size exceeded',
    'Invalid (?:time value|array length)',
  ].join('|')})$`,
)
const builtIn: ReadonlySet<string> = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'EvalError',
  'URIError',
  'AggregateError',
])
const word = /^[\w./-]{1,100}$/

/** Takes whatever was thrown. */
export function describeError(thrown: unknown, depth = 1): DescribedError {
  if (!(thrown instanceof Error)) return { name: typeof thrown }
  const name = typeof thrown.name === 'string' && word.test(thrown.name) ? thrown.name : 'Error'
  const frames = framesOf(thrown)
  const message = isOwn(thrown, frames) ? thrown.message.slice(0, longestMessage) : null
  return {
    name,
    ...(message && { message }),
    ...wordsOf(thrown, ['code', 'syscall', 'reason', 'constraint']),
    ...('errcode' in thrown && typeof thrown.errcode === 'number' && { errcode: thrown.errcode }),
    stack: frames.join('\n'),
    ...(thrown.cause !== undefined && depth < deepestCause && { cause: describeError(thrown.cause, depth + 1) }),
  }
}

/** The last lines of the stack: before them stand name and message, in which anything may stand. */
function framesOf({ stack, message }: Error): string[] {
  const text = typeof stack === 'string' ? stack : ''
  const at = message === '' ? -1 : text.indexOf(message)
  const lines = text.slice(at < 0 ? 0 : at + message.length).split('\n')
  const before = lines.findLastIndex((line) => !frame.test(line))
  return lines.slice(before + 1)
}

/** Whether our own code chose the message. */
function isOwn({ name, message }: Error, [first = '']: readonly string[]): boolean {
  if (builtIn.has(name)) return plainSentence.test(message)
  return ownFrame.test(first)
}

function wordsOf(error: Error, names: readonly string[]): Record<string, string | number> {
  const found = Object.entries(error).filter(
    ([name, value]) =>
      names.includes(name) && (typeof value === 'number' || (typeof value === 'string' && word.test(value))),
  )
  return Object.fromEntries(found)
}

/**
 * The values of a tRPC stream: promises and async iterables that settle as their lines come. The lines are those of
 * tRPC's jsonl: a head with one value for each call, then `[id, status, value]`, where values name further ids.
 * https://trpc.io/docs/client/links/httpBatchStreamLink
 */
import { TRPCClientError } from '@trpc/client'
import { isErrorShape, isRecord } from './answer.ts'
import { failure, type Call } from './call.ts'
import { createParts, type Sink } from './parts.ts'
import { TransportError } from './TransportError.ts'

/** What tRPC writes for a kind of value; for both, the status one above it is an error. */
const promiseKind = 0
const iterableKind = 1
/** The one status of an iterable after which more comes. */
const moreStatus = 1

interface Source {
  readonly kind: number
  readonly owner: Call
  /** Absent once nobody listens; its lines are still read, for the ids they name. */
  sink: Sink | undefined
  /** The caller's signal was aborted. */
  readonly abort: () => void
}

export interface JsonlValues {
  /** The head's value for a call: often a promise. Unheard, it is only read for the ids it names. */
  decode: (encoded: unknown, owner: Call, isHeard: boolean) => unknown
  /** Takes any line after the head. Throws for what tRPC does not write. */
  feed: (line: unknown) => void
  /** Fails what is unsettled: of one call, or all. */
  fail: (thrown: unknown, owner?: Call) => void
  /** How many promises and iterables somebody holds that have not ended. */
  live: () => number
}

/** `onLeave` is called when a reader leaves an iterable before its end. */
export function createJsonlValues(onLeave: () => void): JsonlValues {
  const sources = new Map<unknown, Source>()
  const live = new Set<Source>()
  /** Lines that came before the value that names their id. */
  const early = new Map<unknown, unknown[]>()

  const close = (source: Source) => {
    source.sink = undefined
    live.delete(source)
    source.owner.operation.signal?.removeEventListener('abort', source.abort)
  }
  const open = (kind: number, owner: Call): [Source, unknown] => {
    const { iterator, sink } = createParts(() => {
      close(source)
      onLeave()
    })
    const abort = () => {
      sink.abort(TRPCClientError.from(new TransportError('aborted')))
      close(source)
      onLeave()
    }
    const source: Source = { kind, owner, sink, abort }
    live.add(source)
    owner.operation.signal?.addEventListener('abort', abort)
    return [source, kind === promiseKind ? firstOf(iterator) : iterator]
  }

  const decode = (encoded: unknown, owner: Call, isHeard: boolean): unknown => {
    const [holder, ...definitions] = list(encoded)
    const [data] = list(holder)
    for (const definition of definitions) {
      const [key, kind, id] = list(definition)
      if (kind !== promiseKind && kind !== iterableKind) throw unreadable()
      const [source, value] = open(kind, owner)
      if (!isHeard) close(source)
      sources.set(id, source)
      early.get(id)?.forEach(feed)
      if (key === null) return value
      if (!isRecord(data)) throw unreadable()
      data[String(key)] = value
    }
    return data
  }

  const feed = (line: unknown): void => {
    const [id, status, value] = list(line)
    const source = sources.get(id)
    if (!source) {
      early.set(id, (early.get(id) ?? []).concat([line]))
      return
    }
    const { kind, owner, sink } = source
    const isError = status === kind + 1
    // First of all, for it may throw, and a source that is still there then is failed with all others.
    const decoded = isError ? refusal(value) : decode(value, owner, !!sink)
    const hasMore = kind === iterableKind && status === moreStatus
    if (!hasMore) close(source)
    if (sink) (isError ? sink.fail : hasMore ? sink.next : sink.last)(decoded)
  }

  return {
    decode,
    feed,
    fail(thrown, owner) {
      const error = TRPCClientError.from(failure(thrown).error)
      for (const source of Array.from(live)) {
        const { sink } = source
        if (owner && source.owner !== owner) continue
        close(source)
        sink?.fail(error)
      }
    },
    live: () => live.size,
  }
}

/** A promise is an iterable's first value. It is there before anybody asks for it, and may never be asked for. */
function firstOf(iterator: AsyncIterator<unknown>): Promise<unknown> {
  const first = iterator.next().then(({ value }) => value)
  first.catch(() => undefined)
  return first
}

/** What a nested value is rejected with: tRPC's error of the server's shape. */
function refusal(shape: unknown): unknown {
  return TRPCClientError.from(isErrorShape(shape) ? { error: shape } : unreadable())
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw unreadable()
  return value
}

function unreadable(): TransportError {
  return new TransportError('unreadable')
}

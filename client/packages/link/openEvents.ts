/** One request of a subscription: tRPC's server-sent events over a chunked request. https://trpc.io/docs/client/links/httpSubscriptionLink */
import type { Operation } from '@trpc/client'
import { isErrorShape, isRecord, outcomesOf, parsed } from './answer.ts'
import { requestOf } from './address.ts'
import { createCall } from './call.ts'
import { createEventParser, type ServerEvent } from './eventParser.ts'
import { exchange } from './exchange.ts'
import { readChunks, type ChunkedAnswer, type ChunkedReading } from './readChunks.ts'
import type { Exchange } from './reading.ts'
import type { SendOptions } from './UniLinkOptions.ts'
import { TransportError } from './TransportError.ts'

/** Milliseconds in which a stream that slept with the program must say something. */
const wakeGrace = 5_000

export interface EventsListener {
  connected: () => void
  data: (data: unknown, id: string) => void
  /** The server is through with it. */
  returned: () => void
  /** Once, unless it has returned or was left: the request is over, by a refusal as `{ error }` or by a failure. */
  lost: (error: unknown) => void
}

export interface EventsOptions extends Omit<SendOptions, 'batch' | 'stream'> {
  /** Milliseconds. */
  idleTimeout: number
}

export interface Events {
  leave: () => void
  /** The phone was asleep: what there is may be dead. */
  check: () => void
}

interface Asked {
  op: Operation
  /** As JSON. */
  input: string | undefined
  lastEventId: string
}

export function openEvents({ op, input, lastEventId }: Asked, on: EventsListener, options: EventsOptions): Events {
  let isOver = false
  let exchanged: Exchange | undefined
  let reading: ChunkedReading | undefined
  const lose = (error: unknown) => {
    if (isOver) return
    isOver = true
    on.lost(error)
  }
  const over = () => {
    isOver = true
    exchanged?.leave()
  }
  // The caller's signal ends the subscription, and with it the request.
  const operation = { ...op, signal: null }
  const call = createCall(operation, { input, timeout: options.timeoutOf(op) }, (outcome) => {
    if (!outcome.ok) lose(outcome.error)
  })
  const connected = () => {
    call.settle({ ok: true, data: undefined, meta: { response: { status: 200 } } })
    on.connected()
  }
  exchange(
    {
      calls: [call],
      read(given) {
        exchanged = given
        const returned = () => {
          over()
          on.returned()
        }
        const listener = { connected, data: on.data, returned, lost: lose }
        const answer = readEvents(given, { on: listener, isOver: () => isOver })
        const { idleTimeout } = options
        reading = readChunks(given, answer, { idleTimeout, header: { accept: 'text/event-stream' } })
        return reading
      },
      write: (headers) =>
        requestOf([call], headers, {
          endpoint: () => withId(options.endpoint(), lastEventId),
          methodOverride: options.methodOverride,
          batch: false,
        }),
      host: options.request,
    },
    options,
  )
  return { leave: over, check: () => reading?.alive(wakeGrace) }
}

function withId(endpoint: string, id: string): string {
  return id ? `${endpoint}${endpoint.includes('?') ? '&' : '?'}lastEventId=${encodeURIComponent(id)}` : endpoint
}

interface Reader {
  on: EventsListener
  isOver: () => boolean
}

function readEvents({ deserialize }: Exchange, { on, isOver }: Reader): ChunkedAnswer {
  const parse = createEventParser()
  const answer: ChunkedAnswer['answer'] = { status: 200, body: undefined }
  let text = ''
  let hasEvents = false
  const read = (json: string) => {
    const value = parsed(json)
    // What a generator yields as undefined is written down so.
    if (value === undefined && json !== 'undefined') throw new TransportError('unreadable', 'within the stream')
    return deserialize(value)
  }
  const take = ({ name, data, id }: ServerEvent) => {
    hasEvents = true
    if (name === 'message') on.data(read(data), id)
    else if (name === 'connected') on.connected()
    else if (name === 'return') on.returned()
    else if (name === 'serialized-error') on.lost(refusalOf(read(data)))
  }
  return {
    answer,
    add(more) {
      if (!hasEvents) text += more
      for (const event of parse(more)) if (!isOver()) take(event)
    },
    end() {
      if (hasEvents) return on.lost(new TransportError('interrupted', 'the stream broke off'))
      const outcome = outcomesOf({ data: text, statusCode: answer.status }, deserialize)(0)
      on.lost(outcome.ok ? new TransportError('unreadable') : outcome.error)
    },
    fail: on.lost,
    drop() {},
    busy: () => !isOver(),
    isComplete: isOver,
  }
}

function refusalOf(error: unknown): unknown {
  return isRecord(error) && isErrorShape(error) ? { error } : new TransportError('unreadable')
}

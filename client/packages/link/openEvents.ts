/**
 * One request of a subscription: tRPC's server-sent events over a chunked request.
 * https://trpc.io/docs/client/links/httpSubscriptionLink
 */
import type { Operation } from '@trpc/client'
import { isErrorShape, outcomesOf, parsed } from './answer.ts'
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
const header = { accept: 'text/event-stream' }

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
  const wire = { ...options, endpoint: () => withId(options.endpoint(), lastEventId), batch: false }
  let isOver = false
  let exchanged: Exchange | undefined
  let reading: ChunkedReading | undefined
  const over = () => {
    isOver = true
    exchanged?.leave()
  }
  const listener: EventsListener = {
    connected() {
      call.settle({ ok: true, data: undefined, meta: { response: { status: 200 } } })
      on.connected()
    },
    data: on.data,
    returned() {
      over()
      on.returned()
    },
    lost(error) {
      if (isOver) return
      isOver = true
      on.lost(error)
    },
  }
  // The caller's signal ends the subscription, and with it the request.
  const call = createCall({ ...op, signal: null }, { input, timeout: options.timeoutOf(op) }, (outcome) => {
    if (!outcome.ok) listener.lost(outcome.error)
  })
  const read = (given: Exchange) => {
    exchanged = given
    const answer = readEvents(given, { on: listener, isOver: () => isOver })
    return (reading = readChunks(given, answer, { ...options, header }))
  }
  exchange(
    { calls: [call], read, write: (headers) => requestOf([call], headers, wire), host: options.request },
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
  return isErrorShape(error) ? { error } : new TransportError('unreadable')
}

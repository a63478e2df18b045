/** The text of an answer that comes in chunks, in whatever way and order this host hands them over. */
import { headersOf, isRecord } from './answer.ts'
import { attempt } from './call.ts'
import type { Exchange, Reading } from './reading.ts'
import type { AnswerEsque, ReceivedHeadersEsque } from './RequestEsque.ts'
import { TransportError, type ForeignAnswer } from './TransportError.ts'
import { createUtf8Decoder } from './utf8.ts'

/** Milliseconds for what hosts deliver out of order: headers after the first chunk, the last chunk after the end. */
const grace = 500

/** What makes sense of the text. */
export interface ChunkedAnswer extends Required<Pick<Reading, 'fail' | 'drop' | 'busy'>> {
  /** Of it the status is known before the rest. */
  answer: ForeignAnswer
  /** Throws what ends the request. */
  add: (text: string) => void
  /** Nothing more comes. */
  end: () => void
  /** Whether everything asked for is there, so far as can be told. */
  isComplete: () => boolean
}

export interface ChunkOptions {
  /** Milliseconds. */
  idleTimeout: number
  header: Record<string, string>
}

export interface ChunkedReading extends Reading {
  /** Something came, or must soon: so many milliseconds of silence end the request. */
  alive: (idleMs: number) => void
}

export function readChunks(
  exchange: Exchange,
  answer: ChunkedAnswer,
  { idleTimeout, header }: ChunkOptions,
): ChunkedReading {
  const hearing = createHearing(exchange, answer)
  const watch = createWatch(exchange)
  return {
    ...answer,
    ...hearing,
    ...watch,
    header,
    enableChunked: true,
    attach(task) {
      task.onHeadersReceived?.(hearing.hear)
      task.onChunkReceived?.(({ data }) => {
        watch.alive(idleTimeout)
        hearing.add(data)
      })
    },
  }
}

/** Puts what the host tells in its order: headers, text, the end. */
function createHearing(exchange: Exchange, answer: ChunkedAnswer) {
  const textOf = createDecoder()
  const spool = createSpool(exchange, answer)
  let isChunked = false
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const during = (act: () => void) => {
    if (!isOver) attempt(act, exchange.breakOff)
  }
  const later = (act: () => void) => void (timer = setTimeout(during, grace, act))
  const take = (received: ReceivedHeadersEsque) => {
    clearTimeout(timer)
    spool.hear(received)
  }
  const end = () => {
    isOver = true
    answer.end()
  }
  return {
    hear: (received: ReceivedHeadersEsque) => during(() => take(received)),
    add(data: unknown) {
      if (!isChunked && !spool.isOpen()) later(spool.open)
      isChunked = true
      during(() => spool.add(textOf(data)))
    },
    success: (given: AnswerEsque) =>
      during(() => {
        take(given)
        const text = isChunked ? '' : textOf(given.data)
        spool.add(text)
        if (text || answer.isComplete()) end()
        else later(end)
      }),
    fail(thrown: unknown) {
      isOver = true
      answer.fail(thrown)
    },
  }
}

/** Holds the text back until its headers are there, or are not waited for any longer. */
function createSpool(exchange: Exchange, answer: ChunkedAnswer) {
  let held = ''
  let isOpen = false
  let isTold = false
  const add = (text: string) => {
    held += text
    if (!isOpen) return
    answer.add(held)
    held = ''
  }
  const open = () => {
    isOpen = true
    add('')
  }
  const hear = ({ header, statusCode }: ReceivedHeadersEsque) => {
    if (statusCode) answer.answer.status = statusCode
    if (!isTold) {
      isTold = true
      exchange.tell(headersOf(header))
    }
    open()
  }
  return { add, open, hear, isOpen: () => isOpen }
}

/** Ends a request that has fallen silent. */
function createWatch({ breakOff }: Exchange): Pick<ChunkedReading, 'alive' | 'over'> {
  let isOver = false
  let silence: ReturnType<typeof setTimeout> | undefined
  return {
    alive(idleMs) {
      clearTimeout(silence)
      if (!isOver) silence = setTimeout(() => breakOff(new TransportError('interrupted')), idleMs)
    },
    over() {
      isOver = true
      clearTimeout(silence)
    },
  }
}

/** The text of a piece, or of a whole body, which hosts may have parsed already. */
function createDecoder(): (data: unknown) => string {
  const decode = createUtf8Decoder()
  return (data) => {
    if (isBinary(data)) return decode(new Uint8Array(data))
    return typeof data === 'string' ? data : JSON.stringify(data)
  }
}

/** Not by `instanceof`: the host's own realm may have made it. */
function isBinary(data: unknown): data is ArrayBuffer | Uint8Array {
  return isRecord(data) && typeof data.byteLength === 'number'
}

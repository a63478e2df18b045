/** The text of an answer that comes in chunks, in whatever way and order this host hands them over. */
import { headersOf, isRecord } from './answer.ts'
import type { Exchange, Reading } from './reading.ts'
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
  const decode = createUtf8Decoder()
  let isChunked = false
  let isReady = false
  let isTold = false
  let isOver = false
  let held = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const textOf = (data: unknown) => {
    if (isBinary(data)) return decode(new Uint8Array(data))
    return typeof data === 'string' ? data : JSON.stringify(data)
  }
  const add = (text: string) => {
    held += text
    if (!isReady) return
    answer.add(held)
    held = ''
  }
  const start = () => {
    clearTimeout(timer)
    isReady = true
    add('')
  }
  const attempt = (run: () => void) => {
    if (isOver) return
    try {
      run()
    } catch (thrown) {
      exchange.breakOff(thrown)
    }
  }
  const hear = (header: unknown, status: number | undefined) => {
    if (status) answer.answer.status = status
    if (!isTold) {
      isTold = true
      exchange.tell(headersOf(header))
    }
    start()
  }
  const alive = (idleMs: number) => {
    clearTimeout(silence)
    if (!isClosed) silence = setTimeout(() => exchange.breakOff(new TransportError('interrupted')), idleMs)
  }
  const later = (run: () => void) => {
    timer = setTimeout(attempt, grace, run)
  }
  const end = () => {
    isOver = true
    answer.end()
  }
  return {
    header,
    enableChunked: true,
    attach(task) {
      task.onHeadersReceived?.(({ header, statusCode }) => attempt(() => hear(header, statusCode)))
      task.onChunkReceived?.(({ data }) => {
        alive(idleTimeout)
        if (!isChunked && !isReady) later(start)
        isChunked = true
        attempt(() => add(textOf(data)))
      })
    },
    success({ data, header, statusCode }) {
      attempt(() => {
        hear(header, statusCode)
        const text = isChunked ? '' : textOf(data)
        add(text)
        if (text || answer.isComplete()) end()
        else later(end)
      })
    },
    fail(thrown) {
      isOver = true
      clearTimeout(timer)
      answer.fail(thrown)
    },
    drop: answer.drop,
    busy: answer.busy,
    over() {
      isClosed = true
      clearTimeout(silence)
    },
    alive,
  }
}

/** Not by `instanceof`: the host's own realm may have made it. */
function isBinary(data: unknown): data is ArrayBuffer | Uint8Array {
  return isRecord(data) && typeof data.byteLength === 'number'
}

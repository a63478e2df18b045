/**
 * Streams: with `stream: jsonlStream()` the link asks for tRPC's jsonl over a chunked request, and every answer, every
 * promise and every part of an async iterable in it arrives with its line. Programs that do not import it do not carry it.
 */
import { headersOf, isRecord } from './answer.ts'
import { createJsonlAnswer } from './jsonlAnswer.ts'
import type { Exchange, Read, Reading } from './reading.ts'
import { createUtf8Decoder } from './utf8.ts'

export interface JsonlStreamOptions {
  /**
   * Milliseconds of silence after which a stream counts as cut off, because iOS and H5 do not tell. Let the server ping
   * (`initTRPC.create({ jsonl: { pingMs } })`) and set it to a few times that.
   * @default 60000, as long as WeChat waits for an answer
   */
  idleTimeout?: number
}

/** Milliseconds for what hosts deliver out of order: headers after the first chunk, the last chunk after the end. */
const grace = 500

/**
 * For the link's option `stream`. Hosts that know no chunks give the body at the end, and it is read then.
 * Answers wait for their headers, so that `onResponse` comes first; after half a second of a body without any, as on
 * hosts that tell headers only at the end, they wait no longer.
 */
export function jsonlStream({ idleTimeout = 60_000 }: JsonlStreamOptions = {}): Read {
  return (exchange) => readLines(exchange, idleTimeout)
}

function readLines(exchange: Exchange, idleTimeout: number): Reading {
  const answer = createJsonlAnswer(exchange)
  const decode = createUtf8Decoder()
  let isChunked = false
  let isReady = false
  let isTold = false
  let isOver = false
  let held = ''
  let timer: ReturnType<typeof setTimeout> | undefined

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
  const later = (run: () => void) => {
    timer = setTimeout(attempt, grace, run)
  }
  const end = () => {
    isOver = true
    answer.end()
  }
  return {
    asks: { header: { 'trpc-accept': 'application/jsonl' }, enableChunked: true },
    attach(task) {
      task.onHeadersReceived?.(({ header, statusCode }) => attempt(() => hear(header, statusCode)))
      task.onChunkReceived?.(({ data }) => {
        exchange.alive(idleTimeout)
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
  }
}

/** Not by `instanceof`: the host's own realm may have made it. */
function isBinary(data: unknown): data is ArrayBuffer | Uint8Array {
  return isRecord(data) && typeof data.byteLength === 'number'
}

/**
 * Streams: with `stream: jsonlStream()` the link asks for tRPC's jsonl over a chunked request, and every answer, every
 * promise and every part of an async iterable in it arrives with its line. Programs that do not import it do not carry
 * it.
 */
import { createJsonlAnswer } from './jsonlAnswer.ts'
import { readChunks } from './readChunks.ts'
import type { Read } from './reading.ts'

const header = { 'trpc-accept': 'application/jsonl' }

export interface JsonlStreamOptions {
  /**
   * Milliseconds of silence after which a stream counts as cut off, because iOS and H5 do not tell. Let the server ping
   * (`initTRPC.create({ jsonl: { pingMs } })`) and set it to a few times that.
   * @default 60000, as long as WeChat waits for an answer
   */
  idleTimeout?: number
}

/**
 * For the link's option `stream`. Hosts that know no chunks give the body at the end, and it is read then.
 * Answers wait for their headers, so that `onResponse` comes first; after half a second of a body without any, as on
 * hosts that tell headers only at the end, they wait no longer.
 */
export function jsonlStream({ idleTimeout = 60_000 }: JsonlStreamOptions = {}): Read {
  return (exchange) => readChunks(exchange, createJsonlAnswer(exchange), { idleTimeout, header })
}

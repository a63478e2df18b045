// How a phone hands over an answer asked for with `enableChunked`. The bytes are the server's; where they are cut is
// the network's affair, and whether they come at all is the phone's.
import type { RequestRecord } from './networkRecords.ts'
import type { Transfer } from './transfer.ts'

/**
 * `as-sent`: as the network delivers them; `split`: every byte by itself; `glued`: everything as one chunk;
 * `none`: no chunk, the whole body in `success`, as WeChat on PC was seen to do; `cut`: wherever the function cuts;
 * `lostAfter`: so many bytes, then no callback of any kind, as on an iPhone that lost its network.
 */
export type ChunkMode =
  | 'as-sent'
  | 'split'
  | 'glued'
  | 'none'
  | { cut: (bytes: Uint8Array) => Uint8Array[] }
  | { lostAfter: number }

/** One for all requests, or chosen for each. */
export type ChunkChoice = ChunkMode | ((request: RequestRecord) => ChunkMode)

export interface Delivery {
  mode: Exclude<ChunkMode, 'none'>
  transfer: Pick<Transfer, 'signal' | 'fallSilent'>
  emit(data: ArrayBuffer): void
}

/** Resolves when the last chunk was emitted; never, when the mode loses the answer. */
export async function deliverChunks(response: Response, { mode, transfer, emit }: Delivery): Promise<void> {
  if (typeof mode === 'object' && 'lostAfter' in mode)
    return loseAfter(response, mode.lostAfter, { mode, transfer, emit })
  const pieces = mode === 'glued' ? gluedPieces(response) : cutPieces(response, cutOf(mode))
  for await (const piece of pieces) {
    if (transfer.signal.aborted) return
    emit(piece.slice().buffer)
    await nextTask()
  }
}

function cutOf(
  mode: 'as-sent' | 'split' | { cut: (bytes: Uint8Array) => Uint8Array[] },
): (bytes: Uint8Array) => Uint8Array[] {
  if (typeof mode === 'object') return mode.cut
  return mode === 'split' ? (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte)) : (bytes) => [bytes]
}

async function* gluedPieces(response: Response): AsyncGenerator<Uint8Array> {
  const body = new Uint8Array(await response.arrayBuffer())
  if (body.length > 0) yield body
}

async function* cutPieces(response: Response, cut: (bytes: Uint8Array) => Uint8Array[]): AsyncGenerator<Uint8Array> {
  for await (const bytes of received(response)) yield* cut(bytes)
}

async function* received(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  for (;;) {
    const part = await reader?.read()
    if (part === undefined || part.done) return
    yield part.value
  }
}

async function loseAfter(response: Response, limit: number, { transfer, emit }: Delivery): Promise<never> {
  let left = limit
  for await (const bytes of received(response)) {
    const kept = bytes.subarray(0, left)
    left -= kept.length
    if (kept.length > 0) emit(kept.slice().buffer)
    if (left === 0) break
  }
  transfer.fallSilent()
  return new Promise(() => undefined)
}

// On a phone each chunk is an event of its own, with everything the program does about it in between.
function nextTask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

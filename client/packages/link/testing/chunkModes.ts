/** The ways in which hosts hand over a chunked answer, as reported of them, for the stand-in of `wx.request`. */
import type { IncomingMessage } from 'node:http'

export interface Delivery {
  chunk: (data: ArrayBuffer | Uint8Array) => void
  /** The body as `success` has it. */
  end: (body: string | ArrayBuffer) => void
  broken: () => void
}

export type ChunkMode = (response: IncomingMessage, delivery: Delivery) => void

const arrayBuffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer

async function collect(response: IncomingMessage, each: (bytes: Uint8Array) => void = () => {}): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    each(bytes)
  }
  return Buffer.concat(chunks)
}

/** A phone: ArrayBuffers, cut anew by the network, and an empty body at the end. */
function cut(pieces: (bytes: Uint8Array) => Uint8Array[]): ChunkMode {
  return (response, { chunk, end, broken }) => {
    collect(response, (bytes) => pieces(bytes).forEach((piece) => chunk(arrayBuffer(piece)))).then(
      () => end(''),
      broken,
    )
  }
}

export const chunkModes = {
  'as they come': cut((bytes) => [bytes]),
  'every byte by itself': cut((bytes) => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))),
  'glued into one': (response, { chunk, end, broken }) => {
    collect(response).then((body) => {
      chunk(arrayBuffer(body))
      end('')
    }, broken)
  },
  'none, and the body as text': (response, { end, broken }) => {
    collect(response).then((body) => end(body.toString()), broken)
  },
  'none, and the body as bytes': (response, { end, broken }) => {
    collect(response).then((body) => end(arrayBuffer(body)), broken)
  },
  'as on H5: typed arrays, and the body once more': (response, { chunk, end, broken }) => {
    collect(response, (bytes) => chunk(Uint8Array.from(bytes))).then((body) => end(body.toString()), broken)
  },
  'the last after the end': (response, { chunk, end, broken }) => {
    let last: Uint8Array | undefined
    const before = (bytes: Uint8Array) => {
      if (last) chunk(arrayBuffer(last))
      last = bytes
    }
    collect(response, before).then(() => {
      end('')
      setTimeout(() => last && chunk(arrayBuffer(last)), 20)
    }, broken)
  },
} satisfies Record<string, ChunkMode>

/** iOS without a network: so many bytes, and then nothing is called any more. */
export function lostAfter(limit: number): ChunkMode {
  return (response, { chunk }) => passUpTo(limit, { response, chunk, onLimit: () => {} })
}

/** A proxy that ends the answer early and in good order. */
export function endedAfter(limit: number): ChunkMode {
  return (response, { chunk, end }) => passUpTo(limit, { response, chunk, onLimit: () => end('') })
}

interface Passing extends Pick<Delivery, 'chunk'> {
  response: IncomingMessage
  onLimit: () => void
}

function passUpTo(limit: number, { response, chunk, onLimit }: Passing): void {
  let left = limit
  response.on('error', () => {})
  response.on('data', (bytes: Buffer) => {
    const kept = bytes.subarray(0, left)
    left -= kept.length
    if (kept.length > 0) chunk(arrayBuffer(kept))
    if (left === 0) {
      response.destroy()
      onLimit()
    }
  })
}

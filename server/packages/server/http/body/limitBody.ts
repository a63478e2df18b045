/** Lets a request's body be read only within a rule; until something asks for it nothing is read at all. */
import type { IncomingMessage } from 'node:http'
import { Refusal } from 'uni-trpc-protocol'
import { isPlain } from './isPlain.ts'
import { readForm } from './readForm.ts'

const decoder = new TextDecoder()

export interface BodyLimit {
  readonly maxBytes: number
  /** The error for whoever reads one that turns out longer. */
  readonly tooLong: () => Error
  /** The request as Node has it, where there is one. */
  readonly incoming: IncomingMessage | undefined
}

/**
 * Changes how this request is read: JSON is looked at before it is parsed, a form is read by a parser with limits, and
 * a body that does not say its length is counted while it comes.
 */
export function limitBody(request: Request, limit: BodyLimit): void {
  const readText = request.text.bind(request)
  const readBytes = request.arrayBuffer.bind(request)
  const text = () =>
    hasLength(request.headers) ? readText() : bytesWithin(request, limit).then((bytes) => decoder.decode(bytes))
  const bytes = async () =>
    hasLength(request.headers) ? new Uint8Array(await readBytes()) : bytesWithin(request, limit)
  const plainText = async () => {
    const read = await text()
    if (!isPlain(read)) throw new Refusal('INPUT_INVALID')
    return read
  }
  const form = async () => readForm(await bytes(), request.headers.get('content-type') ?? '')
  // Not by assignment: the adapter's requests let nothing be assigned.
  Object.defineProperties(request, { text: { value: plainText }, formData: { value: form } })
}

/** Whether Node's parser ends the body where its header says, so that nothing needs counting. */
function hasLength(headers: Headers): boolean {
  return headers.has('content-length') && !headers.has('transfer-encoding')
}

/** @throws as soon as it is too long; the rest is left unread */
async function bytesWithin(request: Request, { maxBytes, tooLong, incoming }: BodyLimit): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(request, incoming)) {
    size += chunk.length
    if (size > maxBytes) throw tooLong()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* chunksOf({ body }: Request, incoming?: IncomingMessage): AsyncGenerator<Uint8Array> {
  // Node's stream must not be destroyed where reading stops: its socket carries the answer, too.
  if (incoming) return yield* incoming.iterator({ destroyOnReturn: false })
  const reader = body?.getReader()
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) yield read.value
}

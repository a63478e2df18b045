/** A form of a file and a few fields. Node's own parser takes half a second for 500 KiB of small parts. */
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { Refusal } from 'uni-trpc-protocol'

/** `uni.uploadFile` sends one file and what its caller puts beside it. */
const limits = { files: 1, fields: 16, parts: 17, fieldSize: 4096, headerPairs: 16, headerSize: 2048 }

/** @throws {Refusal} INPUT_INVALID for what is no form, and for one of more than these parts */
export function readForm(bytes: Uint8Array, contentType: string): Promise<FormData> {
  return new Promise((resolve, reject) => {
    const refuse = (cause?: unknown) => reject(new Refusal('INPUT_INVALID', { cause }))
    const form = new FormData()
    const parser = parserOf(contentType)
    if (!parser) return refuse()
    parser.on('field', (name, value) => form.append(name, value))
    parser.on('file', (name, file, ...[fileName, , type]) => {
      const chunks: Buffer[] = []
      file.on('data', (chunk: Buffer) => chunks.push(chunk))
      file.on('error', refuse)
      file.on('end', () => form.append(name, new File([Buffer.concat(chunks)], fileName, { type })))
    })
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const)
      parser.on(limit, () => parser.destroy(new Error(limit)))
    parser.on('error', refuse)
    parser.on('finish', () => resolve(form))
    parser.end(bytes)
  })
}

function parserOf(contentType: string): BusboyInstance | null {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits })
  } catch {
    // No boundary, or a type that is no form.
    return null
  }
}

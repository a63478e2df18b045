/** Bodies as they go out and as they come in. */

export interface EncodedBody {
  readonly type: string
  readonly content: string | Uint8Array
}

/** WeChat wants Chinese as it is, which JSON.stringify leaves so. */
export async function encodeBody(body: object): Promise<EncodedBody> {
  if (!(body instanceof FormData)) return { type: 'application/json', content: JSON.stringify(body) }
  const form = new Response(body)
  const content = new Uint8Array(await form.arrayBuffer())
  return { type: form.headers.get('content-type') ?? 'multipart/form-data', content }
}

/** All of it, or `null` when it is longer than `limit` bytes; the rest is left unread. */
export async function readBytes(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Buffer | null> {
  if (!body) return Buffer.alloc(0)
  const reader = body.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(parts)
    size += value.byteLength
    if (size > limit) return null
    parts.push(value)
  }
}

/** Reads a body no further than a limit; the caller then breaks the connection off. */

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

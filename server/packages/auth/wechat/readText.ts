/** Reads a body as text, no further than a limit; the caller then breaks the connection off. */

/** The text, or `null` when it is longer than `limit` bytes; the rest is left unread. */
export async function readText(body: ReadableStream<Uint8Array> | null, limit: number): Promise<string | null> {
  if (!body) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > limit) return null
    text += decoder.decode(value, { stream: true })
  }
}

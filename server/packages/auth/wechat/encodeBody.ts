/** A body as it goes out: JSON, or a form with files. */

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

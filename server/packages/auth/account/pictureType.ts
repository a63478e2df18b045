/** What a picture is by its first bytes, whatever its name or the client says. */
import { Refusal } from 'uni-trpc-protocol'

const mostBytes = 512 * 1024

/** Latin-1 of the first bytes: the JPEG, PNG (RFC 2083, 3.1) and WebP (RFC 9649, 2.4) signatures. */
const signatures: readonly (readonly [type: string, start: RegExp])[] = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
]

/** The media type. @throws {Refusal} PICTURE_INVALID */
export function pictureType(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  const [type] = signatures.find(([, signature]) => signature.test(start)) ?? []
  if (type === undefined || bytes.length > mostBytes) throw new Refusal('PICTURE_INVALID')
  return type
}

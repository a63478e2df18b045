/** Encrypts what must not lie readable in the database: session keys and phone numbers. */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  randomBytes as systemRandomBytes,
  type KeyObject,
} from 'node:crypto'
import type { NamedKey } from 'uni-trpc-auth'

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
const keyBytes = 32
/** Sets these keys apart from any other use of the same secret; RFC 5869, section 3.2. */
const purpose = 'uni-trpc sealed at rest, aes-256-gcm'

export interface Seal {
  /** The id of the key that seals. */
  readonly newestId: string
  /** `context` says where the value belongs; opening it anywhere else fails. Answers `<key id>:<base64url>`. */
  seal(text: string, context: string): string
  /** @throws {Error} when the key is not known, the context is another one or the value was altered */
  open(sealed: string, context: string): string
}

/**
 * Seals with the first secret and opens with all of them, so that secrets rotate without touching old rows.
 *
 * @throws {TypeError} for no secret, a short one, or an id that is odd or there twice
 */
export function createSeal(secrets: readonly NamedKey[], randomBytes = systemRandomBytes): Seal {
  const keys = new Map(secrets.map((secret) => [secret.id, derive(secret)]))
  const [newest] = keys
  if (!newest) throw new TypeError('createSeal needs at least one secret')
  if (keys.size < secrets.length) throw new TypeError('createSeal was given one id twice')
  const [newestId, newestKey] = newest

  return {
    newestId,
    seal(text, context) {
      const iv = randomBytes(ivBytes)
      const encrypting = createCipheriv(cipher, newestKey, iv, { authTagLength: tagBytes })
      encrypting.setAAD(Buffer.from(context))
      const body = Buffer.concat([encrypting.update(text, 'utf8'), encrypting.final()])
      return `${newestId}:${Buffer.concat([iv, encrypting.getAuthTag(), body]).toString('base64url')}`
    },

    open(sealed, context) {
      const colon = sealed.indexOf(':')
      const key = keys.get(sealed.slice(0, Math.max(colon, 0)))
      if (!key) throw new Error('No secret is configured that opens this sealed value')
      return decrypt(key, Buffer.from(sealed.slice(colon + 1), 'base64url'), context)
    },
  }
}

function derive({ id, key }: NamedKey): KeyObject {
  if (!/^[\w.-]{1,64}$/.test(id)) throw new TypeError('The id of a secret may hold letters, digits, _ . - only')
  if (key.length < keyBytes) throw new TypeError(`The secret ${id} is shorter than ${keyBytes} bytes`)
  return createSecretKey(new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), purpose, keyBytes)))
}

function decrypt(key: KeyObject, sealed: Buffer, context: string): string {
  try {
    const decrypting = createDecipheriv(cipher, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
    decrypting.setAAD(Buffer.from(context))
    decrypting.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
    const body = sealed.subarray(ivBytes + tagBytes)
    return Buffer.concat([decrypting.update(body), decrypting.final()]).toString('utf8')
  } catch {
    throw new Error('A sealed value was altered, cut, or moved from where it belongs')
  }
}

import { createHmac, createSecretKey, generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { testSecrets } from 'uni-trpc-server/testing'
import { createTokens } from './token.ts'

const [{ key, id: kid } = { key: new Uint8Array(), id: '' }] = testSecrets.token
const tokens = createTokens(testSecrets.token)
const claims = { userId: 'user', sessionId: 'session', issuedAt: 1000, expiresAt: 2000 }
const good = { iss: 'uni-trpc', aud: 'api', sub: 'user', sid: 'session', iat: 1000, exp: 2000 }
const goodHeader = { alg: 'HS256', typ: 'at+jwt', kid }

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
function signed(
  header: object,
  payload: object | string,
  { secret = key, hash = 'sha256' }: { secret?: Uint8Array; hash?: string } = {},
): string {
  const text = `${part(header)}.${typeof payload === 'string' ? Buffer.from(payload).toString('base64url') : part(payload)}`
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`
}
function without<T extends object>(value: T, name: string): object {
  return Object.fromEntries(Object.entries(value).filter(([entry]) => entry !== name))
}
const invalid = expect.objectContaining({ name: 'Refusal', reason: 'TOKEN_INVALID' })
function refusal(token: string): unknown {
  try {
    return tokens.verify(token)
  } catch (error) {
    return error
  }
}

describe('the token', () => {
  it('comes back as it was signed, also long after it expired', () => {
    expect(tokens.verify(tokens.sign(claims))).toEqual(claims)
    expect(tokens.verify(signed(goodHeader, good))).toEqual(claims)
  })

  it('A10: holds exactly the header and the claims of the contract', () => {
    const [header = '', payload = ''] = tokens.sign(claims).split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual(goodHeader)
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual(good)
  })

  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  it.each([
    ['alg none', `${part({ ...goodHeader, alg: 'none' })}.${part(good)}.`],
    ['alg none with a signature', signed({ ...goodHeader, alg: 'none' }, good)],
    ['HS384', signed({ ...goodHeader, alg: 'HS384' }, good, { hash: 'sha384' })],
    ['HS512', signed({ ...goodHeader, alg: 'HS512' }, good, { hash: 'sha512' })],
    ['RS256', jwt.sign(good, privateKey, { algorithm: 'RS256', header: { ...goodHeader, alg: 'RS256' } })],
    ['an HMAC with a public key', signed(goodHeader, good, { secret: Buffer.from(publicKey) })],
    ['no alg', signed(without(goodHeader, 'alg'), good)],
    ['an array of algs', signed({ ...goodHeader, alg: ['HS256'] }, good)],
    ['another key', signed(goodHeader, good, { secret: new Uint8Array(32).fill(7) })],
  ])('A1: is refused when signed with %s', (_what, token) => {
    expect(refusal(token)).toEqual(invalid)
  })

  it('A2: is refused with any byte of it flipped', () => {
    const token = tokens.sign(claims)
    for (let position = 0; position < token.length; position++) {
      const flipped = String.fromCharCode(token.charCodeAt(position) ^ 1)
      const broken = token.slice(0, position) + flipped + token.slice(position + 1)
      expect(refusal(broken), `byte ${position}`).toEqual(invalid)
    }
  })

  it.each(Object.keys(good))('A3: is refused without the claim %s', (name) => {
    expect(refusal(signed(goodHeader, without(good, name)))).toEqual(invalid)
  })

  it.each([
    ['iss', 'other'],
    ['aud', 'prefetch'],
    ['aud', ['api', 'other']],
    ['sub', ''],
    ['sub', 5],
    ['sid', null],
    ['sid', ''],
    ['sid', 'a\u0000b'],
    ['sub', 'a\u0000b'],
    ['sid', '\ud800'],
    ['sub', '密'],
    ['sid', 'x'.repeat(65)],
    ['sub', "' or 1=1"],
    ['iat', 'now'],
    ['exp', '2000'],
    ['exp', 1.5],
    ['admin', true],
  ])('A3: is refused with the claim %s set to %j', (name, value) => {
    expect(refusal(signed(goodHeader, { ...good, [name]: value }))).toEqual(invalid)
  })

  it.each(['JWT', 'pf+jwt', 'AT+JWT', '', null, undefined])('A4: is refused with typ %j', (typ) => {
    expect(refusal(signed({ ...goodHeader, typ }, good))).toEqual(invalid)
  })

  it.each(['', '../t1', "' OR 1=1", 'x'.repeat(10_000), '密钥', 5, '__proto__', 'constructor', undefined])(
    'A5: is refused with a kid that is not of the configured set (%#)',
    (wrong) => {
      expect(refusal(signed({ ...goodHeader, kid: wrong }, good))).toEqual(invalid)
    },
  )

  it('A5: ignores where a header says to find a key', () => {
    const evil = {
      ...goodHeader,
      jku: 'http://127.0.0.1:1/keys',
      jwk: createSecretKey(Buffer.alloc(32, 7)).export({ format: 'jwk' }),
    }
    expect(refusal(signed(evil, good, { secret: Buffer.alloc(32, 7) }))).toEqual(invalid)
  })

  it('A7: signs with the first key, verifies with all, and forgets a key that is removed', () => {
    const before = createTokens(testSecrets.olderToken)
    const rotating = createTokens([...testSecrets.token, ...testSecrets.olderToken])
    const old = before.sign(claims)
    expect(rotating.verify(old)).toEqual(claims)
    expect(tokens.verify(rotating.sign(claims))).toEqual(claims)
    expect(refusal(old)).toEqual(invalid)
  })

  it.each([
    '',
    '.',
    '..',
    'a.b',
    'a.b.c',
    '....',
    'nonsense',
    signed(goodHeader, 'no json'),
    signed(goodHeader, 'null'),
    signed({ ...goodHeader, typ: 'JWT' }, '{'),
    'é'.repeat(50),
  ])('is refused when it is no token at all (%#), and the refusal quotes nothing of it', (text) => {
    const error = refusal(text)
    expect(error).toEqual(invalid)
    expect(error).not.toHaveProperty('cause')
  })

  it('cannot be made without a secret', () => {
    expect(() => createTokens([])).toThrow(TypeError)
  })
})

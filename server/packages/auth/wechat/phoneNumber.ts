/**
 * A phone number as WeChat vouches for it: by a code of the button or, from old clients, encrypted.
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
import { createDecipheriv } from 'node:crypto'
import { z } from 'zod'
import { numeric } from './numeric.ts'
import type { RequestWithToken } from './requestWithToken.ts'

/** A code of the phone number button lives five minutes; the rest is for clocks that differ. */
const longestAgeMs = 10 * 60_000

/** In any usual form: as number or text, with spaces and hyphens, with `+` or `00` in front. */
const written = z.union([z.string(), z.number()]).transform((text) =>
  String(text)
    .normalize('NFKC')
    .replace(/[\s()\-\u2010-\u2015]/g, '')
    .replace(/^00/, '+'),
)

const phoneInfoSchema = z
  .object({
    /** Without the country's code. */
    purePhoneNumber: written.pipe(z.string().regex(/^\+?\d{4,15}$/)),
    /** WeChat's table says string, its example is the number 86. Up to four digits, like 1242 of the Bahamas. */
    countryCode: written.pipe(z.string().regex(/^(?:\+?[1-9]\d{0,3})?$/)).nullish(),
    /** With the country's code, where that is not China's. */
    phoneNumber: written.nullish().catch(null),
    watermark: z.object({ appid: z.string(), timestamp: numeric }),
  })
  .transform(({ watermark, ...parts }, context) => {
    const number = internationalNumber(parts)
    if (number !== null) return { number, watermark }
    context.addIssue({ code: 'custom', message: 'names no number of any country' })
    return z.NEVER
  })

type PhoneInfo = z.infer<typeof phoneInfoSchema>

interface PhoneParts {
  readonly purePhoneNumber: string
  readonly countryCode?: string | null | undefined
  readonly phoneNumber?: string | null | undefined
}

/** Like `+8613800138000`; https://www.itu.int/rec/T-REC-E.164 */
function internationalNumber({ purePhoneNumber, countryCode, phoneNumber }: PhoneParts): string | null {
  const whole = [purePhoneNumber, phoneNumber].find((text) => text?.startsWith('+'))
  const country = countryCode?.replace('+', '') || (/^1[3-9]\d{9}$/.test(purePhoneNumber) ? '86' : '')
  const number = purePhoneNumber.startsWith('+') || country === '' ? whole : `+${country}${purePhoneNumber}`
  return number && /^\+[1-9]\d{6,14}$/.test(number) ? number : null
}

/** Why a number does not count, if it does not: meant for another app, or from another time. */
function watermarkFault(
  { watermark }: PhoneInfo,
  { appId, now }: { readonly appId: string; readonly now: number },
): 'foreign' | 'old' | null {
  if (watermark.appid !== appId) return 'foreign'
  return Math.abs(now - watermark.timestamp * 1000) <= longestAgeMs ? null : 'old'
}

export const phonePath = '/wxa/business/getuserphonenumber'

const codeSchema = z.object({ phone_info: phoneInfoSchema })

const codeFaults = { foreign: 'the watermark is of another app', old: 'the watermark is too far from our time' }

export interface PhoneCode {
  /** Of the phone number button, not of `wx.login`. */
  readonly code: string
  /** Whose code it must be: WeChat refuses it for anybody else. */
  readonly openId: string
}

export function createPhoneNumber(request: RequestWithToken, now: () => number) {
  return async (appId: string, { code, openId }: PhoneCode): Promise<string> => {
    const { phone_info: info } = await request(appId, {
      method: 'POST',
      path: phonePath,
      query: {},
      schema: codeSchema,
      body: { code, openid: openId },
      secrets: [code, openId],
      // Both by WeChat's clock, where it tells the time: ours may be wrong, and the number as good as ever.
      faultOf(answer, at) {
        const fault = watermarkFault(answer.phone_info, { appId, now: at ?? now() })
        return fault && codeFaults[fault]
      },
    })
    return info.number
  }
}

export interface EncryptedPhone {
  /** Both base64, as the phone number button gives them. */
  readonly encryptedData: string
  readonly iv: string
  /** The one that was in force when the button was tapped. */
  readonly sessionKey: string
}

/** @throws {CipherError} */
export function decryptPhone(
  encrypted: EncryptedPhone,
  expected: { readonly appId: string; readonly now: number },
): string {
  const info = phoneInfoSchema.safeParse(decrypt(encrypted))
  if (!info.success) throw new CipherError('undecipherable')
  const fault = watermarkFault(info.data, expected)
  if (fault) throw new CipherError(fault)
  return info.data.number
}

/** What was encrypted, or undefined: a wrong key shows as bad padding, now and then only as text that is no JSON. */
function decrypt({ encryptedData, iv, sessionKey }: EncryptedPhone): unknown {
  try {
    const decipher = createDecipheriv('aes-128-cbc', bytesOf(sessionKey), bytesOf(iv))
    return JSON.parse(Buffer.concat([decipher.update(bytesOf(encryptedData)), decipher.final()]).toString('utf8'))
  } catch {
    return undefined
  }
}

/** A form or a query turns "+" into a space, and base64 holds no spaces of its own. */
function bytesOf(base64: string): Buffer {
  return Buffer.from(base64.replaceAll(' ', '+'), 'base64')
}

/**
 * - `undecipherable`: not made with this session key, or damaged. The session key may have been replaced since:
 *   `checkSessionKey` tells.
 * - `foreign`: meant for another app.
 * - `old`: made at another time, so the number may have changed hands.
 */
export type CipherErrorKind = 'undecipherable' | 'foreign' | 'old'

const sentences: Readonly<Record<CipherErrorKind, string>> = {
  undecipherable: 'The encrypted data cannot be read with this session key',
  foreign: 'The encrypted data is of another app',
  old: 'The encrypted data is too far from our time',
}

/** Carries nothing of the data, and no cause: a SyntaxError underneath would quote what was decrypted. */
export class CipherError extends Error {
  override readonly name = 'CipherError'
  readonly kind: CipherErrorKind

  constructor(kind: CipherErrorKind) {
    super(sentences[kind])
    this.kind = kind
  }
}

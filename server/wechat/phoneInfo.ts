/** A phone number as WeChat vouches for it, by code or encrypted. */
import { z } from 'zod'

/** A code of the phone number button lives five minutes; the rest is for clocks that differ. */
const longestAgeMs = 10 * 60_000

const digits = (pattern: RegExp) =>
  z
    .union([z.string(), z.number()])
    .transform((text) => String(text).replace(/[\s-]/g, ''))
    .pipe(z.string().regex(pattern))

export const phoneInfoSchema = z.object({
  /** Without the country's code. */
  purePhoneNumber: digits(/^\d{4,14}$/),
  /** WeChat's table says string, its example is the number 86. */
  countryCode: digits(/^\+?[1-9]\d{0,2}$/),
  watermark: z.object({ appid: z.string(), timestamp: z.number() }),
})

export type PhoneInfo = z.infer<typeof phoneInfoSchema>

/** Like `+8613800138000`; https://www.itu.int/rec/T-REC-E.164 */
export function internationalNumber({ countryCode, purePhoneNumber }: PhoneInfo): string {
  return `+${countryCode.replace('+', '')}${purePhoneNumber}`
}

/** Why a number does not count, if it does not: meant for another app, or from another time. */
export function watermarkFault(
  { watermark }: PhoneInfo,
  { appId, now }: { readonly appId: string; readonly now: number },
): 'foreign' | 'old' | null {
  if (watermark.appid !== appId) return 'foreign'
  return Math.abs(now - watermark.timestamp * 1000) <= longestAgeMs ? null : 'old'
}

/** A phone number as WeChat vouches for it, by code or encrypted. */
import { z } from 'zod'
import { numeric } from './numeric.ts'

/** A code of the phone number button lives five minutes; the rest is for clocks that differ. */
const longestAgeMs = 10 * 60_000

/** In any usual form: as number or text, with spaces and hyphens, with `+` or `00` in front. */
const written = z.union([z.string(), z.number()]).transform((text) =>
  String(text)
    .normalize('NFKC')
    .replace(/[\s()\-\u2010-\u2015]/g, '')
    .replace(/^00/, '+'),
)

export const phoneInfoSchema = z
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

export type PhoneInfo = z.infer<typeof phoneInfoSchema>

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
export function watermarkFault(
  { watermark }: PhoneInfo,
  { appId, now }: { readonly appId: string; readonly now: number },
): 'foreign' | 'old' | null {
  if (watermark.appid !== appId) return 'foreign'
  return Math.abs(now - watermark.timestamp * 1000) <= longestAgeMs ? null : 'old'
}

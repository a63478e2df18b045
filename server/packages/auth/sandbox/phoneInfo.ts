/** A phone number in WeChat's words. */
import type { PhoneClaim } from './codes.ts'

export function phoneInfo({ appId, phone, countryCode }: PhoneClaim, now: number): object {
  return {
    phoneNumber: countryCode === '86' ? phone : `${countryCode}${phone}`,
    purePhoneNumber: phone,
    countryCode,
    watermark: { timestamp: Math.floor(now / 1000), appid: appId },
  }
}

/** Which agreement the person accepted, and when: kept on the phone, and forgotten with the account. */

/** The day of the agreement's last change; it is kept with each consent, which tells who accepted an older one. */
export const agreementVersion = '2026-11-22'

export interface Consent {
  readonly version: string
  /** ISO string, by the phone's clock. */
  readonly at: string
}

const key = 'uni-trpc.consent'

export function giveConsent(now: () => Date = () => new Date()): void {
  const consent: Consent = { version: agreementVersion, at: now().toISOString() }
  uni.setStorageSync(key, consent)
}

export function withdrawConsent(): void {
  uni.removeStorageSync(key)
}

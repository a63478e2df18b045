import { addressKey } from './clientAddress.ts'
import type { SignInOrigin } from '../auth/AuthLimits.ts'

/** Under what somebody is counted. */
export function clientKey({ address, claimedAddress: claimed }: SignInOrigin): string {
  return claimed ? `${addressKey(address)} for ${addressKey(claimed)}` : addressKey(address)
}

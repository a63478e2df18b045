import { addressKey } from './clientAddress.ts'
import type { SignInOrigin } from 'uni-trpc-auth'

/** Under what somebody is counted. */
export function clientKey({ address, claimedAddress: claimed }: SignInOrigin): string {
  return claimed ? `${addressKey(address)} for ${addressKey(claimed)}` : addressKey(address)
}

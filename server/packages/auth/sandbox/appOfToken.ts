/** Whose access token a call carries. */
import type { SandboxState } from './state.ts'

/** The app id, or an errcode. */
export function appOfToken(token: string | undefined, { accessTokens }: SandboxState): string | number {
  if (!token) return 41001
  const checked = accessTokens.check(token)
  if (checked === 'unknown') return 40001
  return checked === 'expired' ? 42001 : checked.appId
}

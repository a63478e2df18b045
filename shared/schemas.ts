/** What the procedures accept. The client imports only types from here, so zod never reaches its bundle. */
import { z } from 'zod'

/** Longest code, app id or token anyone sends; WeChat's codes are 32 characters, our tokens about 300. */
const longest = { code: 256, appId: 64, token: 4096, sessionId: 64 }

export const loginInput = z.strictObject({
  /** From `uni.login` / `wx.login`; single use, five minutes. */
  code: z.string().min(1).max(longest.code),
  /** The mini program's app id; needed when the server is configured for several. */
  appId: z.string().min(1).max(longest.appId).optional(),
})

/** Nothing means: check the bearer token. */
export const checkInput = z.strictObject({ token: z.string().max(longest.token) }).optional()

export const logoutInput = z.strictObject({
  /** Which of the caller's sessions end: this one, all but this one, or all. */
  scope: z.enum(['this', 'others', 'all']),
})

/** One of the caller's own sessions. */
export const revokeInput = z.strictObject({ id: z.string().min(1).max(longest.sessionId) })

export type LogoutInput = z.infer<typeof logoutInput>

/** The header names both sides use. Lower case, as HTTP/2 sends them and as Node hands them out. */
export const headers = {
  /** `Bearer <token>`; RFC 6750. */
  authorization: 'authorization',
  /** A code of `wx.login`, on a request that signs in on its way. */
  loginCode: 'x-login-code',
  /** The mini program's app id; needed when the server is configured for several. */
  appId: 'x-app-id',
  /** In an answer: a new or renewed token. */
  sessionToken: 'x-session-token',
  /** In every answer; a fault repeats it, so that a person can name it to the operator. */
  requestId: 'x-request-id',
} as const

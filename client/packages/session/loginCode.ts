/** A fresh login code: WeChat's own or, in the H5 preview, which has no WeChat, one of the API's sandbox. */
import { textOf } from './given.ts'

/** WeChat answers within a second or two; after this the person should be told. */
const timeoutMs = 10_000
/** Milliseconds more in which WeChat may still say so itself. Phones are known that never do. */
const graceMs = 1000

/** No login code could be had; the message is WeChat's own. */
export class LoginError extends Error {
  override readonly name = 'LoginError'
}

/** @throws {LoginError} */
export function loginCode(): Promise<string> {
  // A constant of the build: production builds hold no trace of the sandbox.
  return codeInTime(import.meta.env.VITE_SANDBOX ? sandboxCode() : weChatCode())
}

/** The code, or a failure when it stays away. @throws {LoginError} */
export function codeInTime(code: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new LoginError('login:fail timeout')), timeoutMs + graceMs)
    void code.then(resolve, reject).then(() => clearTimeout(timer))
  })
}

function weChatCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.login({
      timeout: timeoutMs,
      success: ({ code }) => (code ? resolve(code) : reject(new LoginError('login:ok without a code'))),
      fail: (failure: unknown) => reject(loginError(failure)),
    })
  })
}

function sandboxCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: `${import.meta.env.VITE_API_URL}/sandbox/login-code?user=alice`,
      success: ({ data }) => {
        const code = textOf(data, 'code')
        if (code === null) reject(new LoginError('the sandbox gave no code'))
        else resolve(code)
      },
      fail: (failure: unknown) => reject(loginError(failure)),
    })
  })
}

function loginError(failure: unknown): LoginError {
  return new LoginError(textOf(failure, 'errMsg') ?? 'login:fail')
}

/** Where the API is. One uploaded package serves review, trial and release, so this is decided when the program runs. */

/** The trial version may have an API of its own; `develop`, which WeChat's review uses too, and `release` share one. */
export function apiOrigin(): string {
  const { VITE_API_URL: origin, VITE_API_URL_TRIAL: trial } = import.meta.env
  return trial && miniProgram()?.envVersion === 'trial' ? trial : origin
}

/** This mini program's app id; null in a browser, where there is none. */
export function appId(): string | null {
  return miniProgram()?.appId ?? null
}

function miniProgram() {
  // It does not exist in H5, whatever the types say.
  const account: (() => UniApp.AccountInfo) | undefined = uni.getAccountInfoSync
  return account?.().miniProgram
}

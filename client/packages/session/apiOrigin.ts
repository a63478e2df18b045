/** Where the API is. One uploaded package serves review, trial and release, so the program decides it as it runs. */

interface Addresses {
  readonly VITE_API_URL: string
  readonly VITE_API_URL_TRIAL: string
}

/** The trial version may have an API of its own; `develop`, which WeChat's review uses too, and `release` share one. */
export function apiOrigin(addresses: Addresses = import.meta.env, envVersion = miniProgram()?.envVersion): string {
  return envVersion === 'trial' && addresses.VITE_API_URL_TRIAL ? addresses.VITE_API_URL_TRIAL : addresses.VITE_API_URL
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

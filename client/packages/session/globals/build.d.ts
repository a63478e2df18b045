/** What the builds put into the client: uni-app's `wx`, and the values of `.env`. */

interface ImportMetaEnv {
  /** The API's origin, without a slash at its end; empty on H5 in development: the page's own origin. */
  VITE_API_URL: string
  /** The origin for trial versions; empty: the same as VITE_API_URL. */
  VITE_API_URL_TRIAL: string
  /** Whether login codes may be asked of the API's sandbox; always false in a build that may be published. */
  VITE_SANDBOX: boolean
  /** manifest.json's. */
  VITE_APP_NAME: string
  MODE: string
  DEV: boolean
  PROD: boolean
}

interface ImportMeta {
  readonly env: ImportMetaEnv
}

/** The few calls of WeChat's own that uni-app's types lack or that are wanted unwrapped; mini programs only. */
declare const wx: {
  canIUse(schema: string): boolean
  getAccountInfoSync(): {
    miniProgram: { appId: string; envVersion: 'develop' | 'trial' | 'release'; version: string }
  }
  /** Pre-fetch, from base library 2.8.0 on. */
  onBackgroundFetchData?(listener: (answer: { fetchedData?: unknown }) => void): void
  getBackgroundFetchData?(options: {
    fetchType: 'pre'
    success: (answer: { fetchedData?: unknown }) => void
    fail: () => void
  }): void
  setBackgroundFetchToken?(options: { token: string; fail: () => void }): void
  /** WeChat's privacy agreement, from base library 2.32.3 on: its own pop-up, and its page. */
  requirePrivacyAuthorize?(options: { success: () => void; fail: (failure: unknown) => void }): void
  openPrivacyContract?(options: { fail: () => void }): void
  /** From base library 2.21.0 on: whether the last requests were slow, lost or timed out. */
  onNetworkWeakChange?(listener: (network: { weakNet: boolean }) => void): void
  offNetworkWeakChange?(listener: (network: { weakNet: boolean }) => void): void
}

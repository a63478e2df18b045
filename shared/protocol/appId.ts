/** The form of a real mini program's app id, as WeChat gives it. */
export function isAppId(text: string): boolean {
  return /^wx[0-9a-f]{16}$/.test(text)
}

/**
 * The API's origin as a build bakes it into the client. WeChat accepts only https and a registered domain on a phone:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 */

/** What a production build holds when nobody said where the API is. */
export const placeholderAddress = 'https://api.example.com'

/** An address as the client wants it: without the slash at its end. */
export function tidyAddress(address: string): string {
  return address.trim().replace(/\/+$/, '')
}

/** Why a published program could not reach this address, as plain sentences; empty when it can. */
export function addressProblems(name: string, address: string): string[] {
  if (!URL.canParse(address)) return [`${name} is not an address: it must look like https://api.my-company.com`]
  const { protocol, hostname, username, password } = new URL(address)
  const problems = []
  if (protocol !== 'https:') problems.push(`${name} does not begin with https: WeChat refuses it on a phone`)
  if (username || password) problems.push(`${name} holds a user name or a password: everyone could read it`)
  if (isLocal(hostname)) problems.push(`${name} is this machine (localhost): a phone cannot reach it`)
  else if (isIpAddress(hostname)) problems.push(`${name} is an IP address: WeChat wants a registered domain`)
  if (address === placeholderAddress) problems.push(`${name} is not set: the program asks the placeholder ${address}`)
  return problems
}

function isLocal(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(hostname)
}

function isIpAddress(hostname: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) || hostname.startsWith('[')
}

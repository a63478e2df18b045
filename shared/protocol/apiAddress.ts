/**
 * The one rule for the API's address as a build bakes it into the client: the build warns by it, preview, upload and
 * the doctor refuse by it. WeChat accepts only https and a registered domain on a phone:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 * For client/packages/build and server/packages/server/commands alone: its sentences weigh too much for the program.
 */
import type { Sentence } from './sentences.ts'

/** What a production build holds when nobody said where the API is. */
export const placeholderAddress = 'https://api.example.com'

/** An address as the client wants it: without the slash at its end. */
export function tidyAddress(address: string): string {
  return address.trim().replace(/\/+$/, '')
}

/** Why a published program could not reach this address; empty when it can. */
export function addressProblems(name: string, given: string): Sentence[] {
  const address = tidyAddress(given)
  const parts = partsOf(address)
  if (!parts)
    return [
      {
        en: `${name} is not an address: it must look like https://api.my-company.com`,
        zh: `${name} 不是网址，应形如 https://api.my-company.com`,
      },
    ]
  const problems = [...protocolProblems(name, parts), ...hostProblems(name, parts.host), ...pathProblems(name, parts)]
  if (address !== placeholderAddress) return problems
  return [
    ...problems,
    {
      en: `${name} is not set: the program asks the placeholder ${address}`,
      zh: `${name} 未设置，程序只会请求占位地址 ${address}`,
    },
  ]
}

interface Parts {
  readonly protocol: string
  readonly hasUser: boolean
  readonly host: string
  readonly path: string
  /** Whatever follows the path. */
  readonly rest: string
}

// Not with URL: shared/ also stands where a phone reads it, and a phone has none.
const label = '[\\p{L}\\p{N}-]+'
const host = `(${label}(?:\\.${label})*|\\[[\\da-f:.]+\\])(?::\\d{1,5})?`
const form = new RegExp(`^([a-z][a-z\\d+.-]*)://([^@/?#]*@)?${host}(/[^?#\\s]*)?([?#]\\S*)?$`, 'iu')

function partsOf(address: string): Parts | null {
  const found = form.exec(address)
  if (!found) return null
  const [, protocol = '', user, host = '', path = '', rest = ''] = found
  return { protocol: protocol.toLowerCase(), hasUser: user !== undefined, host: host.toLowerCase(), path, rest }
}

function protocolProblems(name: string, { protocol, hasUser }: Parts): Sentence[] {
  const problems = []
  if (protocol !== 'https')
    problems.push({
      en: `${name} does not begin with https: WeChat refuses it on a phone`,
      zh: `${name} 不以 https 开头，手机上的微信会拒绝`,
    })
  if (hasUser)
    problems.push({
      en: `${name} holds a user name or a password: everyone could read it`,
      zh: `${name} 含有用户名或密码，任何人都能读到`,
    })
  return problems
}

function hostProblems(name: string, host: string): Sentence[] {
  if (isLocal(host))
    return [
      {
        en: `${name} is this machine (localhost): a phone cannot reach it`,
        zh: `${name} 指向本机（localhost），手机访问不到`,
      },
    ]
  if (isIpAddress(host))
    return [
      {
        en: `${name} is an IP address: WeChat wants a registered domain`,
        zh: `${name} 是 IP 地址，微信只接受已备案的域名`,
      },
    ]
  if (host.includes('.')) return []
  return [
    {
      en: `${name} names a host without a dot: WeChat wants a registered domain`,
      zh: `${name} 的主机名不含点号，微信只接受已备案的域名`,
    },
  ]
}

function pathProblems(name: string, { path, rest }: Parts): Sentence[] {
  const problems = []
  if (rest)
    problems.push({
      en: `${name} holds a ? or a #: it must end with the domain or a path`,
      zh: `${name} 含有 ? 或 #，应以域名或路径结尾`,
    })
  if (/\/trpc\/*$/.test(path))
    problems.push({
      en: `${name} ends in /trpc, which the client adds itself: leave it out`,
      zh: `${name} 以 /trpc 结尾，客户端会自行添加，请去掉`,
    })
  return problems
}

function isLocal(host: string): boolean {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(host)
}

/**
 * A host whose last part is a number is an IPv4 address, however it is written:
 * https://url.spec.whatwg.org/#ends-in-a-number-checker
 */
function isIpAddress(host: string): boolean {
  return host.startsWith('[') || /(^|\.)(\p{N}+|0x[\da-f]*)$/u.test(host)
}

// From the options of wx.request to an HTTP request, and from the answer back to what `success` gets.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
import { types } from 'node:util'
import { isRecord } from '../record.ts'
import { WxFailure } from './WxFailure.ts'

const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']

export interface RequestMessage {
  method: string
  url: URL
  header: Record<string, string>
  body: string | Uint8Array<ArrayBuffer> | undefined
}

export interface ResponseHead {
  statusCode: number
  header: Record<string, string>
  cookies: string[]
}

/** Throws a WxFailure for what WeChat refuses before it sends anything. */
export function requestMessage(options: Record<string, unknown>, referer: string): RequestMessage {
  const method = String(options['method'] ?? 'GET').toUpperCase()
  if (!METHODS.includes(method)) throw new WxFailure(`method is invalid: ${method}`)
  const url = parseUrl(options['url'])
  const header = { 'content-type': 'application/json', ...requestHeader(options['header'], referer) }
  const inUrl = method === 'GET' && isRecord(options['data'])
  if (inUrl) for (const [name, value] of pairs(options['data'])) url.searchParams.append(name, value)
  const body = method === 'GET' || method === 'HEAD' ? undefined : requestBody(options['data'], header['content-type'])
  return { method, url, header, body }
}

export function responseHead(response: Response, capitalise: boolean): ResponseHead {
  const header: Record<string, string> = {}
  for (const [name, value] of response.headers) header[capitalise ? capitalised(name) : name] = value
  return { statusCode: response.status, header, cookies: response.headers.getSetCookie() }
}

/** The body as the options ask for it; JSON that does not parse stays text. */
export function responseData(body: ArrayBuffer, options: Record<string, unknown>): unknown {
  if (options['responseType'] === 'arraybuffer') return body
  const text = Buffer.from(body).toString('utf8')
  if ((options['dataType'] ?? 'json') !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Throws a WxFailure unless it is an absolute http or https URL. */
export function parseUrl(url: unknown): URL {
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new WxFailure(`invalid url "${String(url)}"`)
  }
  return new URL(url)
}

/** Names in lower case, with WeChat's own referer. */
export function requestHeader(given: unknown, referer: string): Record<string, string> {
  const header: Record<string, string> = {}
  if (isRecord(given)) for (const [name, value] of Object.entries(given)) header[name.toLowerCase()] = String(value)
  // "header 中不能设置 Referer"; WeChat sends its own.
  header['referer'] = referer
  return header
}

function requestBody(data: unknown, contentType = ''): RequestMessage['body'] {
  if (data === undefined || data === null) return undefined
  if (typeof data === 'string') return data
  if (types.isAnyArrayBuffer(data)) return new Uint8Array(new Uint8Array(data))
  if (contentType.includes('application/x-www-form-urlencoded')) return new URLSearchParams(pairs(data)).toString()
  return JSON.stringify(data)
}

function pairs(data: unknown): [string, string][] {
  if (!isRecord(data)) return []
  return Object.entries(data).map(([name, value]) => [name, isRecord(value) ? JSON.stringify(value) : String(value)])
}

function capitalised(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

/**
 * A stand-in for `wx.request` over node:http, for tests: callbacks, a task that aborts, success for any status, and
 * WeChat's own words for what fails.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 */
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import type { AnswerEsque, FailureEsque, RequestEsque, RequestOptionsEsque } from '../RequestEsque.ts'

export interface NodeRequestOptions {
  /** The hosts on WeChat's list, with their ports; without it all are. */
  domains?: string[]
  /** How this phone writes the names of headers. */
  headerNames?: (name: string) => string
}

export interface NodeRequest {
  request: RequestEsque
  /** What was asked for, in order; refused and failed requests, too. */
  sent: RequestOptionsEsque[]
  /** How often a task's `abort` was called. */
  aborts: () => number
}

/** What `wx.request` reads beyond the link's own type. */
interface Asked extends RequestOptionsEsque {
  dataType?: string
}

type Ended = { answer: AnswerEsque } | { failure: FailureEsque }

/** Each call makes a phone of its own. */
export function createNodeRequest({ domains, headerNames = (name) => name }: NodeRequestOptions = {}): NodeRequest {
  const sent: RequestOptionsEsque[] = []
  let aborts = 0
  const request = (asked: Asked) => {
    sent.push(asked)
    const end = once((ended: Ended) => ('answer' in ended ? asked.success(ended.answer) : asked.fail(ended.failure)))
    const { host } = new URL(asked.url)
    if (domains && !domains.includes(host)) {
      setImmediate(end, { failure: { errMsg: `request:fail url not in domain list:${asked.url}`, errno: 600002 } })
      return { abort: () => {} }
    }
    const exchange = exchangeOf(asked, headerNames, end)
    const abort = () => {
      aborts += 1
      exchange.destroy()
      end({ failure: { errMsg: 'request:fail abort' } })
    }
    return { abort }
  }
  return { request, sent, aborts: () => aborts }
}

function exchangeOf(asked: Asked, headerNames: (name: string) => string, end: (ended: Ended) => void): ClientRequest {
  const header = { 'content-type': 'application/json', ...asked.header }
  const exchange = httpRequest(asked.url, { method: asked.method, headers: header }, (response) => {
    readText(response).then(
      (text) => end({ answer: answerOf({ response, text, asked, headerNames }) }),
      () => end(netFailure(-103, 'CONNECTION_ABORTED')),
    )
  })
  const timer = setTimeout(() => {
    exchange.destroy()
    end({ failure: { errMsg: 'request:fail timeout', errno: 5 } })
  }, asked.timeout)
  exchange.on('close', () => clearTimeout(timer))
  exchange.on('error', () => end(netFailure(-102, 'CONNECTION_REFUSED')))
  exchange.end(asked.data)
  return exchange
}

/** As Android and iOS say it; the codes are Chromium's. */
function netFailure(code: number, name: string): Ended {
  const errMsg = `request:fail errcode:${code} cronet_error_code:${code} error_msg:net::ERR_${name}`
  return { failure: { errMsg, errno: 600001 } }
}

interface Read {
  response: IncomingMessage
  text: string
  asked: Asked
  headerNames: (name: string) => string
}

function answerOf({ response, text, asked, headerNames }: Read): AnswerEsque {
  const header: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) header[headerNames(name)] = String(value)
  const data = asked.dataType === undefined || asked.dataType === 'json' ? jsonOrText(text) : text
  return { data, statusCode: response.statusCode ?? 0, header }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

/** With `dataType: 'json'` WeChat tries to parse and otherwise hands the text over. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function once<TValue>(call: (value: TValue) => void): (value: TValue) => void {
  let called = false
  return (value) => {
    if (called) return
    called = true
    call(value)
  }
}

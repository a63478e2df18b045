/**
 * A stand-in for `wx.request` over node:http, for tests: callbacks, a task that aborts, success for any status, and
 * WeChat's own words for what fails.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 */
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import type {
  AnswerEsque,
  FailureEsque,
  ReceivedChunkEsque,
  ReceivedHeadersEsque,
  RequestEsque,
  RequestOptionsEsque,
  RequestTaskEsque,
} from '../RequestEsque.ts'
import { chunkModes, type ChunkMode } from './chunkModes.ts'

export interface NodeRequestOptions {
  /** The hosts on WeChat's list, with their ports; without it all are. */
  domains?: string[]
  /** How this phone writes the names of headers. */
  headerNames?: (name: string) => string
  /** How this phone hands over what was asked for with `enableChunked`. */
  chunks?: ChunkMode
  /** When this phone tells of headers; DevTools leaves their status out. */
  earlyHeaders?: 'with status' | 'without status' | 'none'
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
export function createNodeRequest(options: NodeRequestOptions = {}): NodeRequest {
  const { domains } = options
  const sent: RequestOptionsEsque[] = []
  let aborts = 0
  const request = (asked: Asked): RequestTaskEsque => {
    sent.push(asked)
    const end = once((ended: Ended) => ('answer' in ended ? asked.success(ended.answer) : asked.fail(ended.failure)))
    const { host } = new URL(asked.url)
    if (domains && !domains.includes(host)) {
      setImmediate(end, { failure: { errMsg: `request:fail url not in domain list:${asked.url}`, errno: 600002 } })
      return { abort: () => {} }
    }
    const phone = { ...phoneOf(options), end }
    const exchange = exchangeOf(asked, phone)
    const abort = () => {
      aborts += 1
      exchange.destroy()
      end({ failure: { errMsg: 'request:fail abort' } })
    }
    const { earlyHeaders, listeners } = phone
    return {
      abort,
      ...(earlyHeaders !== 'none' && { onHeadersReceived: (listener) => listeners.headers.push(listener) }),
      onChunkReceived: (listener) => listeners.chunk.push(listener),
    } satisfies RequestTaskEsque
  }
  return { request, sent, aborts: () => aborts }
}

interface Phone extends Required<Omit<NodeRequestOptions, 'domains'>> {
  listeners: {
    headers: ((received: ReceivedHeadersEsque) => void)[]
    chunk: ((received: ReceivedChunkEsque) => void)[]
  }
  end: (ended: Ended) => void
}

function phoneOf({ headerNames, chunks, earlyHeaders }: NodeRequestOptions): Omit<Phone, 'end'> {
  return {
    headerNames: headerNames ?? ((name) => name),
    chunks: chunks ?? chunkModes['as they come'],
    earlyHeaders: earlyHeaders ?? 'with status',
    listeners: { headers: [], chunk: [] },
  }
}

function exchangeOf(asked: Asked, phone: Phone): ClientRequest {
  const { end } = phone
  const header = { 'content-type': 'application/json', ...asked.header }
  const exchange = httpRequest(asked.url, { method: asked.method, headers: header }, (response) => {
    const answered = answerOf(response, phone)
    tellHeaders(answered, phone)
    const broken = () => end(netFailure(-103, 'CONNECTION_ABORTED'))
    if (asked.enableChunked) {
      phone.chunks(response, {
        chunk: (data) => phone.listeners.chunk.forEach((listener) => listener({ data })),
        end: (data) => end({ answer: { ...answered, data } }),
        broken,
      })
      return
    }
    readText(response).then((text) => {
      const isJson = asked.dataType === undefined || asked.dataType === 'json'
      end({ answer: { ...answered, data: isJson ? jsonOrText(text) : text } })
    }, broken)
  })
  const timer = setTimeout(() => {
    exchange.destroy()
    end({ failure: { errMsg: 'request:fail timeout', errno: 5 } })
  }, asked.timeout)
  exchange.on('close', () => clearTimeout(timer))
  exchange.on('error', () => end(netFailure(-102, 'CONNECTION_REFUSED')))
  exchange.end(asked.data instanceof ArrayBuffer ? Buffer.from(asked.data) : asked.data)
  return exchange
}

function answerOf(response: IncomingMessage, { headerNames }: Phone): Omit<AnswerEsque, 'data'> {
  const header: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) header[headerNames(name)] = String(value)
  return { statusCode: response.statusCode ?? 0, header }
}

function tellHeaders({ header, statusCode }: Omit<AnswerEsque, 'data'>, { earlyHeaders, listeners }: Phone): void {
  const received = earlyHeaders === 'with status' ? { header, statusCode } : { header }
  for (const listener of listeners.headers) listener(received)
}

/** As Android and iOS say it; the codes are Chromium's. */
function netFailure(code: number, name: string): Ended {
  const errMsg = `request:fail errcode:${code} cronet_error_code:${code} error_msg:net::ERR_${name}`
  return { failure: { errMsg, errno: 600001 } }
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

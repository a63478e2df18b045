/**
 * Other transports than uni's, for the links' options `request` and `connect`: native WeChat, Taro, and WeChat
 * CloudRun.
 */
import type { AnswerEsque, FailureEsque, RequestEsque, RequestOptionsEsque, RequestTaskEsque } from './RequestEsque.ts'
import type { ConnectEsque, SocketTaskEsque } from './SocketTaskEsque.ts'
import { TransportError } from './TransportError.ts'

export type { ConnectEsque, RequestEsque }

declare const wx: { request: RequestEsque; cloud: CloudEsque }

/** For native programs, without uni-app. `wx` is looked up at each call. */
export function wxRequest(): RequestEsque {
  return (asked) => wx.request(asked)
}

/** What `Taro.request` answers: a promise that is a task as well, unless an interceptor made it another promise. */
export interface TaroTaskEsque extends RequestTaskEsque, PromiseLike<unknown> {}

/** For Taro: `taroRequest(Taro.request)`. */
export function taroRequest(request: (asked: RequestOptionsEsque) => TaroTaskEsque): RequestEsque {
  return (asked) => request(asked)
}

export interface CallContainerAsked {
  config: { env: string }
  path: string
  method: 'GET' | 'POST'
  header: Record<string, string>
  data?: string | ArrayBuffer
  timeout: number
  dataType: string
}

export interface ConnectContainerAsked {
  config: { env: string }
  service: string
  path: string
}

/** `wx.cloud`, after `wx.cloud.init()`. */
export interface CloudEsque {
  callContainer: (asked: CallContainerAsked) => PromiseLike<AnswerEsque>
  connectContainer: (asked: ConnectContainerAsked) => PromiseLike<{ socketTask: SocketTaskEsque }>
}

export interface ContainerOptions<TCall extends keyof CloudEsque> {
  /** The environment's id. */
  env: string
  /** The service's name. */
  service: string
  /** @default wx.cloud, looked up at each call */
  cloud?: Pick<CloudEsque, TCall>
}

/** https://developers.weixin.qq.com/miniprogram/dev/wxcloudrun/src/guide/debug/know.html */
const container = { longestMs: 15_000, mostBytes: 100 * 1024 }

/**
 * WeChat CloudRun, over WeChat's own network and without a domain list. Of the link's `url` only the path counts. At
 * most 100 KiB go out: what is more fails unsent, with kind `unsupported`. 15 s are the longest wait. There are no
 * chunks, so a stream comes when it is complete; there is no abort, so a request that is left takes its place until it
 * is answered.
 */
export function callContainer({ env, service, cloud }: ContainerOptions<'callContainer'>): RequestEsque {
  return ({ url, method, header, data, timeout, success, fail }) => {
    const path = pathOf(url)
    const bytes = byteLength(path) + byteLength(data)
    if (bytes > container.mostBytes)
      throw new TransportError('unsupported', `callContainer takes 100 KiB, not ${bytes} bytes`)
    const asked: CallContainerAsked = {
      config: { env },
      path,
      method,
      header: { ...header, 'X-WX-SERVICE': service },
      timeout: Math.min(timeout, container.longestMs),
      dataType: 'text',
    }
    if (data !== undefined) asked.data = data
    const host = cloud ?? wx.cloud
    host.callContainer(asked).then(success, (thrown: unknown) => fail(failureOf(thrown)))
    return undefined
  }
}

/** The socket of WeChat CloudRun, for `uniSocketLink`. Of its `url` only the path counts. */
export function connectContainer({ env, service, cloud }: ContainerOptions<'connectContainer'>): ConnectEsque {
  return ({ url }) => {
    const host = cloud ?? wx.cloud
    return host.connectContainer({ config: { env }, service, path: pathOf(url) }).then(({ socketTask }) => socketTask)
  }
}

function pathOf(url: string): string {
  return url.replace(/^\w+:\/\/[^/]*/, '')
}

/** Of a text in UTF-8. */
function byteLength(text: string | ArrayBuffer = ''): number {
  if (typeof text !== 'string') return text.byteLength
  return encodeURIComponent(text).replace(/%../g, '.').length
}

function failureOf(thrown: unknown): FailureEsque {
  const { errMsg } = typeof thrown === 'object' && thrown !== null && 'errMsg' in thrown ? thrown : { errMsg: '' }
  return { errMsg: typeof errMsg === 'string' ? errMsg : '' }
}

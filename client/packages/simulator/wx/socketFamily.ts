// wx.connectSocket with the limits of a phone: five sockets at a time, listed domains only, and none in the background.
// https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html
import { isRecord } from '../record.ts'
import { settle } from './asyncApi.ts'
import type { Background } from './background.ts'
import { refererOf } from './requestFamily.ts'
import { requestHeader } from './requestMessage.ts'
import type { SocketRecord } from './networkRecords.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import { createSocketTask, type SocketTask } from './socketTask.ts'
import { failureResult, WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

// "1.7.0 及以上版本，最多可以同时存在 5 个 WebSocket 连接"
const SOCKET_LIMIT = 5

export interface Sockets {
  readonly family: WxFamily
  /** Ends every socket without telling anyone. */
  close(): void
}

export function createSockets(host: WxHost, network: SimulatedNetwork, background: Background): Sockets {
  const held = new Set<SocketTask>()
  const cutAll = (reason: string): void => [...held].forEach((task) => task.cut('told', reason))
  background.onSuspend(() => cutAll('interrupted'))
  network.onChange((offline) => {
    if (offline) cutAll('abnormal closure')
  })
  network.onCut((how) => [...held].forEach((task) => task.cut(how, 'abnormal closure')))

  function connectSocket(given: unknown): object {
    const options = isRecord(given) ? given : {}
    const header = requestHeader(options['header'], refererOf(host))
    const record: SocketRecord = { url: String(options['url']), header, sent: [] }
    const task = createSocketTask(host, { record, options, onEnd: () => held.delete(task) })
    network.sockets.push(record)
    // The callbacks tell whether the call was understood; what becomes of the connection, the task's events tell.
    try {
      const url = socketUrl(options['url'])
      if (!network.allows(url)) throw new WxFailure('url not in domain list', 600002)
      if (background.isSuspended) throw new WxFailure('interrupted')
      if (held.size >= SOCKET_LIMIT) throw new WxFailure(`reach max websocket connect count ${SOCKET_LIMIT}`)
      held.add(task)
      queueMicrotask(() => {
        settle(host, options, { callback: 'success', result: { errMsg: 'connectSocket:ok' } })
        task.connect(network.offline || !network.reaches(url) ? undefined : network.locate(url))
      })
    } catch (error) {
      queueMicrotask(() => settle(host, options, { callback: 'fail', result: failureResult('connectSocket', error) }))
    }
    return task.object
  }

  return {
    family: { connectSocket },
    close() {
      for (const task of [...held]) task.close()
    },
  }
}

function socketUrl(url: unknown): URL {
  if (typeof url !== 'string' || !/^wss?:\/\//i.test(url) || !URL.canParse(url))
    throw new WxFailure(`invalid url "${String(url)}"`)
  return new URL(url)
}

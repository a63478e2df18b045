/** WeChat against a server of bare sockets that gives access tokens and answers everything else as the test says. */
import type { Socket } from 'node:net'
import { createWeChat, type WeChat, type WeChatOptions } from '../wechat.ts'
import { http, serveWire } from './wireServer.ts'

const token = '{"access_token":"CANARY-token","expires_in":7200}'

export interface Wired {
  readonly wechat: WeChat
  /** The first line of each request, those for tokens left out. */
  readonly lines: readonly string[]
  close(): Promise<void>
}

/** Its one app is `wx1`. */
export async function createWired(
  answer: (socket: Socket) => void,
  options: Partial<WeChatOptions> = {},
): Promise<Wired> {
  const lines: string[] = []
  const server = await serveWire((socket, line) => {
    if (line.includes('/cgi-bin/stable_token')) return void socket.end(http(200, token))
    lines.push(line)
    answer(socket)
  })
  const wechat = createWeChat({
    ...{ apps: new Map([['wx1', 'CANARY-secret']]), base: server.base, deadlineMs: 2000 },
    ...{ sleep: async () => undefined, random: () => 0, ...options },
  })
  return { wechat, lines, close: () => server.close() }
}

/** A whole answer, whatever is asked. */
export function answering(body: string): (socket: Socket) => void {
  return (socket) => void socket.end(http(200, body))
}

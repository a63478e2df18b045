/** Many callers of one server, over connections that are kept. Bytes are written and read by hand: it has to ask faster than a server answers. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Answer {
  /** 0 where there was none. */
  readonly status: number
  /** The body, or why there was none. */
  readonly text: string
  /** From the sending to the last byte. */
  readonly ms: number
}

export interface Client {
  /** Opens so many connections, beside those there are. */
  open(connections: number): Promise<void>
  call(path: string, options: { readonly token: string; readonly body?: unknown }): Promise<Answer>
  close(): void
}

export function createClient(origin: string): Client {
  const { hostname, port } = new URL(origin)
  const idle: Socket[] = []
  const all = new Set<Socket>()

  const openOne = async (): Promise<Socket> => {
    const socket = connect(Number(port), hostname)
    socket.setNoDelay(true).on('error', () => undefined)
    all.add(socket)
    socket.once('close', () => all.delete(socket))
    await once(socket, 'connect')
    return socket
  }
  const keep = (socket: Socket, isKept: boolean): void => {
    if (isKept && !socket.destroyed) idle.push(socket)
    else socket.destroy()
  }

  return {
    async open(connections) {
      for (let count = 0; count < connections; count++) idle.push(await openOne())
    },
    async call(path, { token, body }) {
      const began = performance.now()
      const text = body === undefined ? '' : JSON.stringify(body)
      const head = `POST /trpc/${path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json`
      const request = `${head}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
      let socket = idle.pop()
      while (socket?.destroyed) socket = idle.pop()
      socket ??= await openOne()
      const { status, text: heard, isKept } = await answerTo(socket, request)
      keep(socket, isKept)
      return { status, text: heard, ms: performance.now() - began }
    },
    close: () => all.forEach((socket) => socket.destroy()),
  }
}

function answerTo(socket: Socket, request: string): Promise<{ status: number; text: string; isKept: boolean }> {
  return new Promise((resolve) => {
    let heard = ''
    const finish = (answer: { status: number; text: string; isKept: boolean }): void => {
      socket.off('data', read).off('close', cut)
      resolve(answer)
    }
    const cut = (): void => finish({ status: 0, text: `cut off after ${heard.length} bytes`, isKept: false })
    const read = (chunk: Buffer): void => {
      heard += chunk.toString('latin1')
      const end = heard.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = heard.slice(0, end)
      const [, length] = /^content-length: (\d+)/im.exec(head) ?? []
      const body = heard.slice(end + 4)
      if (length === undefined ? !body.endsWith('0\r\n\r\n') : body.length < Number(length)) return
      finish({ status: Number(head.slice(9, 12)), text: body, isKept: !/^connection: close/im.test(head) })
    }
    socket.on('data', read).once('close', cut)
    socket.write(request)
  })
}

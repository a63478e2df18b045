/** A server made of bare sockets, for tests of what no well-behaved server would do. */
import { createServer, type Socket } from 'node:net'

export interface WireServer {
  /** `http://127.0.0.1:<port>` */
  readonly base: string
  /** How many requests began to arrive. */
  hits(): number
  /** Resolves when every connection that carried a request is closed; Node may keep a spare one. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** `answer` is called once per request, with the bare socket and the request's first line. */
export async function serveWire(answer: (socket: Socket, firstLine: string) => void): Promise<WireServer> {
  const sockets = new Set<Socket>()
  const asking = new Set<Socket>()
  const waiting: Array<() => void> = []
  let hits = 0
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    // A connection that the client breaks off is what these tests are about.
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      sockets.delete(socket)
      asking.delete(socket)
      if (asking.size === 0) waiting.splice(0).forEach((resolve) => resolve())
    })
    socket.on('data', (chunk) => {
      hits++
      asking.add(socket)
      answer(socket, chunk.toString('latin1').split('\r\n', 1)[0] ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0

  return {
    base: `http://127.0.0.1:${port}`,
    hits: () => hits,
    settled: () => (asking.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** A whole answer, closing the connection after it. */
export function http(status: number, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const length = String(Buffer.byteLength(body))
  const all = { 'content-type': 'text/plain', 'content-length': length, connection: 'close', ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `HTTP/1.1 ${status} X\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}

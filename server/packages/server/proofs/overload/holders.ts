/** Connections that only hold on: silent, slow in their head or body, or never reading what they asked for. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Holders {
  readonly count: number
  /** Those that would hear of the end. */
  readonly listening: number
  /** How many of these the server has closed. */
  closed(): number
  end(): void
}

const byteMs = 500
const head = 'POST /trpc/auth.check HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n'
const large = 'GET /openapi.json HTTP/1.1\r\nhost: a\r\n\r\n'

/** How each kind begins, and what it says byte by byte from then on. */
const kinds: readonly {
  readonly count: number
  readonly first: string
  readonly slow: string
  readonly reads: boolean
  /** Its answer tells that all who came before are in. */
  readonly isAnswered?: boolean
}[] = [
  { count: 500, first: '', slow: '', reads: true },
  { count: 200, first: 'GET /livez HTTP/1.1\r\nhost: a\r\n', slow: `x-slow: ${'x'.repeat(4096)}`, reads: true },
  { count: 200, first: `${head}content-length: 4096\r\n\r\n`, slow: ' '.repeat(4096), reads: true },
  { count: 100, first: large.repeat(20), slow: '', reads: false },
  // Answered, and kept for another request that never comes.
  { count: 100, first: 'GET /livez HTTP/1.1\r\nhost: a\r\n\r\n', slow: '', reads: true, isAnswered: true },
]

/** Resolves once all are in. */
export async function openHolders(origin: string): Promise<Holders> {
  const { hostname, port } = new URL(origin)
  const sockets: Socket[] = []
  const slow: { readonly socket: Socket; readonly words: string; at: number }[] = []
  let closed = 0
  const answers: Promise<unknown>[] = []
  for (const { count, first, slow: words, reads, isAnswered } of kinds) {
    for (let index = 0; index < count; index++) {
      const socket = connect(Number(port), hostname).on('error', () => undefined)
      sockets.push(socket)
      await once(socket, 'connect')
      if (reads) socket.on('close', () => closed++)
      if (reads) socket.resume()
      else socket.pause()
      if (isAnswered) answers.push(once(socket, 'data'))
      socket.write(first)
      if (words !== '') slow.push({ socket, words, at: 0 })
    }
  }
  await Promise.all(answers)
  const timer = setInterval(() => {
    for (const one of slow) if (!one.socket.destroyed) one.socket.write(one.words.charAt(one.at++))
  }, byteMs)
  return {
    count: sockets.length,
    listening: kinds.reduce((sum, { count, reads }) => sum + (reads ? count : 0), 0),
    closed: () => closed,
    end() {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}

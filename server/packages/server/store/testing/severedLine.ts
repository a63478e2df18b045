/** A wire to a server that can be cut: silently, or at the very moment somebody says a word. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Line {
  readonly port: number
  /** From now on nothing passes in either direction, and nobody is told. */
  hush(): void
  /** Lets everything through again, what was held back first. */
  resume(): void
  /** Ends every connection there is, as a machine in between that starts anew. */
  cut(): void
  /** From now on whatever is said arrives so many milliseconds later, in both directions. */
  delay(ms: number): void
  /** The next time a client says this word the server hears it, and the client never hears the answer. */
  cutAfter(word: string): void
  /** The same, but without a word to anybody: the line stays open and silent. */
  hushAfter(word: string): void
  close(): Promise<void>
}

export async function openLine(to: number): Promise<Line> {
  const pairs = new Set<{ client: Socket; server: Socket }>()
  let isHushed = false
  let lateMs = 0
  const pass = (to: Socket, chunk: Buffer): void => {
    if (lateMs === 0) to.write(chunk)
    else setTimeout(() => to.write(chunk), lateMs)
  }
  let atWord: { readonly word: string; readonly act: (pair: { client: Socket; server: Socket }) => void } | null = null

  const listener = createServer((client) => {
    const server = connect(to, '127.0.0.1')
    const pair = { client, server }
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    server.on('data', (chunk) => pass(client, chunk))
    client.on('data', (chunk) => {
      if (atWord === null) return pass(server, chunk)
      server.write(chunk, () => {
        if (atWord === null || !chunk.includes(atWord.word)) return
        const { act } = atWord
        atWord = null
        act(pair)
      })
    })
    if (isHushed) for (const socket of [client, server]) socket.pause()
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))

  const both = function* (): Generator<Socket> {
    for (const { client, server } of pairs) yield* [client, server]
  }
  return {
    port: (listener.address() as AddressInfo).port,
    hush() {
      isHushed = true
      for (const socket of both()) socket.pause()
    },
    resume() {
      isHushed = false
      for (const socket of both()) socket.resume()
    },
    cut() {
      for (const socket of both()) socket.destroy()
    },
    delay(ms) {
      lateMs = ms
    },
    cutAfter(word) {
      atWord = { word, act: ({ client }) => client.destroy() }
    },
    hushAfter(word) {
      atWord = { word, act: ({ server }) => server.pause() }
    },
    async close() {
      for (const socket of both()) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

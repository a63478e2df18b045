/**
 * Many calls of one server, over connections that are kept. Bytes are made ahead and read by hand: it has to ask faster
 * than a server answers.
 */
import { connect, type Socket } from 'node:net'

export interface Answer {
  /** 0 where there was none. */
  readonly status: number
  /** The body, or why there was none. */
  readonly text: string
  /** Seconds after which to come back, where it says so. */
  readonly retryAfter: number | null
  /** From the sending to the last byte. */
  readonly ms: number
}

export interface Client {
  /** Opens so many connections beside those there are. */
  open(connections: number): Promise<void>
  /**
   * Sends the request on a connection that is free; answers false, and sends nothing, where none is and no more may be
   * opened.
   */
  send(request: Buffer, onAnswer: (answer: Answer) => void): boolean
  /** How many wait for an answer. */
  waiting(): number
  close(): void
}

interface Line {
  readonly socket: Socket
  /** Of the request under way; `null` where the connection is free. */
  onAnswer: ((answer: Answer) => void) | null
  began: number
  heard: string
}

/** @param most connections at once */
export function createClient(origin: string, most: number): Client {
  const { hostname, port } = new URL(origin)
  const free: Line[] = []
  const all = new Set<Line>()
  let waiting = 0

  const finish = (line: Line, answer: Omit<Answer, 'ms'>): void => {
    const { onAnswer } = line
    line.onAnswer = null
    line.heard = ''
    waiting--
    onAnswer?.({ ...answer, ms: performance.now() - line.began })
  }
  const openLine = (): Line => {
    const socket = connect(Number(port), hostname).setNoDelay(true)
    const line: Line = { socket, onAnswer: null, began: 0, heard: '' }
    all.add(line)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      line.heard += chunk.toString('latin1')
      const answer = line.onAnswer && answerIn(line.heard)
      if (!answer) return
      finish(line, answer)
      if (answer.isKept) free.push(line)
      else socket.destroy()
    })
    socket.once('close', () => {
      all.delete(line)
      if (!line.onAnswer) return
      finish(line, { status: 0, text: `cut off after ${line.heard.length} bytes`, retryAfter: null })
    })
    return line
  }
  const freeLine = (): Line | null => {
    for (let line = free.pop(); line; line = free.pop()) if (!line.socket.destroyed) return line
    return all.size < most ? openLine() : null
  }

  return {
    async open(connections) {
      for (let count = 0; count < connections; count++) {
        const line = openLine()
        await new Promise((resolve) => line.socket.once('connect', resolve).once('close', resolve))
        free.push(line)
      }
    },
    send(request, onAnswer) {
      const line = freeLine()
      if (!line) return false
      line.onAnswer = onAnswer
      line.began = performance.now()
      waiting++
      line.socket.write(request)
      return true
    },
    waiting: () => waiting,
    close: () => all.forEach(({ socket }) => socket.destroy()),
  }
}

/** `null` until all of it is here. */
function answerIn(heard: string): (Omit<Answer, 'ms'> & { readonly isKept: boolean }) | null {
  const end = heard.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = heard.slice(0, end)
  const length = headerIn(head, 'content-length')
  const text = heard.slice(end + 4)
  if (length === null ? !text.endsWith('0\r\n\r\n') : text.length < Number(length)) return null
  const seconds = headerIn(head, 'retry-after')
  return {
    status: Number(head.slice(9, 12)),
    text,
    retryAfter: seconds === null ? null : Number(seconds),
    isKept: headerIn(head, 'connection') !== 'close',
  }
}

/** Of names as the server writes them, which Node does in small letters or in its own. */
function headerIn(head: string, name: string): string | null {
  const [, value] = new RegExp(`^${name}: (.*)$`, 'im').exec(head) ?? []
  return value?.trim() ?? null
}

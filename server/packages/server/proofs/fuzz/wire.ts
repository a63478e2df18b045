/** Bytes to the server, and whatever comes back. */
import { connect } from 'node:net'

/** Longer than any answer may take, in ticks of this process: where a machine gives it no turn, no time has passed. */
const hangTicks = 200
const tickMs = 100

export interface Heard {
  readonly text: string
  /** How it ended: by the server, by silence after something was heard, or by neither. */
  readonly end: 'closed' | 'silent' | 'hang'
}

export interface Spoken {
  readonly port: number
  readonly bytes: Buffer
  /**
   * Milliseconds of silence, once something was heard, after which nothing more is waited for. @default none: the
   * server closes
   */
  readonly silentMs?: number
}

/** On a connection of its own. */
export function speak({ port, bytes, silentMs }: Spoken): Promise<Heard> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let end: Heard['end'] = 'closed'
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(bytes))
    const leave = (why: Heard['end']) => {
      end = why
      socket.destroy()
    }
    let ticks = 0
    const timer = setInterval(() => {
      if (++ticks === hangTicks) leave('hang')
    }, tickMs)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (silentMs !== undefined) socket.setTimeout(silentMs, () => leave('silent'))
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(timer)
      resolve({ text: Buffer.concat(chunks).toString('latin1'), end })
    })
  })
}

/** Of every answer in it, in order; `100 Continue` is none. */
export function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)]
    .map(([, status]) => Number(status))
    .filter((status) => status !== 100)
}

export function request(line: string, fields: readonly string[], body: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([
    Buffer.from(`${[`${line} HTTP/1.1`, 'Host: a', ...fields].join('\r\n')}\r\n\r\n`, 'latin1'),
    body,
  ])
}

/** Asked on the same connection before and behind what is odd. */
export const before = request('GET /livez', [])
export const behind = request('GET /readyz', ['Connection: close'])

/** RFC 9110, 7.8: a server may ignore an Upgrade field, and then answers the request as if the field were not there. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** Where the connection goes back to, so that it is read as plain HTTP. */
export interface Returning {
  emit(event: 'connection', socket: Duplex): unknown
}

export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** What came after the head of the request, its body for instance. */
  readonly head: Buffer
}

/** Node takes every upgrade out of HTTP once somebody listens for upgrades; this puts it back, such as curl's `h2c`. */
export function ignoreUpgrade(server: Returning, { request, socket, head }: Upgrade): void {
  const { method, url, httpVersion, rawHeaders } = request
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    if (!/^(upgrade|connection|http2-settings)$/i.test(name)) lines.push(`${name}: ${value}`)
  }
  // HTTP/1.0 keeps no connection unless asked, and 1.1 keeps it: what else stood in the field was about the upgrade.
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}

/** The whole body of a request as text, where its length is known to be bearable. */
import type { IncomingMessage } from 'node:http'

/** @throws when the client leaves before all of it is here */
export function readBody(incoming: IncomingMessage): Promise<string> | string {
  if (Number(incoming.headers['content-length'] ?? 0) === 0) return ''
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.once('end', () => resolve(new TextDecoder().decode(Buffer.concat(chunks))))
    incoming.once('close', () => reject(new Error('The request was cut')))
  })
}

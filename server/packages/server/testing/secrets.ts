/** Secrets of tests: random-looking, always the same, and easy to find should one ever stand where it must not. */
import { createHash } from 'node:crypto'

export function secret(name: string): string {
  return createHash('sha256').update(`canary ${name}`).digest('hex')
}

function key(id: string) {
  return { id, key: new Uint8Array(createHash('sha256').update(`canary key ${id}`).digest()) }
}

export const testSecrets = {
  token: [key('t1')],
  olderToken: [key('t0')],
  data: [key('d1')],
  index: [key('i1')],
}

import { randomFillSync } from 'node:crypto'

/** 144 bits, of which nobody guesses one. */
const idBytes = 18
/** Every request has an id; to ask the system for its bits took longer than to verify a token that is known. */
const drawnAtOnce = 256

/** New unguessable ids, of 24 letters, digits, `-` and `_` each. */
export function createNewId(fill: (bytes: Buffer) => unknown = randomFillSync): () => string {
  const drawn = Buffer.alloc(idBytes * drawnAtOnce)
  let used = drawn.length

  return () => {
    if (used === drawn.length) {
      fill(drawn)
      used = 0
    }
    used += idBytes
    return drawn.toString('base64url', used - idBytes, used)
  }
}

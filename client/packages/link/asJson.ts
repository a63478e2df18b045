/** JSON for the wire, which refuses what JSON would make nothing of without a word. */
import { TransportError } from './TransportError.ts'

/** By their tags: hosts have realms of their own, and some of these names are unknown in a mini program. */
const binary = /(FormData|Blob|File|DataView|Stream|Buffer|\wArray)]/

/** @throws {TransportError} of kind `unsupported` for a form, a file or bytes, wherever in the value they are */
export function asJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) => {
    const tag = Object.prototype.toString.call(part)
    if (binary.test(tag)) throw new TransportError('unsupported', tag)
    return part
  })
}

/**
 * Reads a file of `KEY=value` lines as editors on Windows and in China save it: with a byte order mark, in UTF-16,
 * with a full-width equals sign. Read as plain UTF-8, such a file loses its first line or all of them without a word.
 */
import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { errorCode } from '../errorCode.ts'

/** What cannot be read; the sentence follows the file's name. */
export class EnvFileError extends Error {
  override readonly name = 'EnvFileError'
  readonly what: Sentence

  constructor(what: Sentence) {
    super(`${what.en} / ${what.zh}`)
    this.what = what
  }
}

/** Nothing where there is no such file. @throws {EnvFileError} */
export function readEnvFile(file: string): Readonly<Record<string, string | undefined>> {
  return parseEnv(plainLines(textOfEnvFile(file)))
}

/** Its text without a byte order mark; empty where there is no such file. @throws {EnvFileError} */
export function textOfEnvFile(file: string): string {
  try {
    return decoded(readFileSync(file))
  } catch (error) {
    if (error instanceof EnvFileError) throw error
    const code = errorCode(error)
    if (code === 'ENOENT') return ''
    throw new EnvFileError({ en: `cannot be read: ${code}`, zh: `无法读取：${code}` })
  }
}

/** Full-width signs around a name mean what the narrow ones mean, and what cannot be seen means nothing. */
function plainLines(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]|[\u200b\u200c\u200d\u2060\ufeff])+/gmu, '')
    .replace(/^((?:export +)?[A-Za-z_]\w*)[^\S\n]*＝/gm, '$1=')
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
  } catch {
    throw new EnvFileError({ en: 'is not UTF-8: save it as UTF-8', zh: '不是 UTF-8 编码，请另存为 UTF-8' })
  }
}

/** UTF-16 also without its mark: every second byte of what stands in such a file is 0. */
function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (bytes.length < 2 || bytes.length % 2 !== 0) return 'utf-8'
  if (second === 0) return 'utf-16le'
  return first === 0 ? 'utf-16be' : 'utf-8'
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EnvFileError, readEnvFile } from './envFile.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
  file = join(folder, '.env')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const text = 'WECHAT_APPS=wx1:one\nPORT=8080\n# 备注\nNAME="小 程序"\n'
const values = { WECHAT_APPS: 'wx1:one', PORT: '8080', NAME: '小 程序' }
const littleEndian = (plain: string) => Buffer.from(plain, 'utf16le')
const bigEndian = (plain: string) => littleEndian(plain).swap16()

describe('a .env file', () => {
  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE with a byte order mark', littleEndian(`\ufeff${text}`)],
    ['UTF-16 BE with a byte order mark', bigEndian(`\ufeff${text}`)],
    ['UTF-16 LE without one', littleEndian(text)],
    ['UTF-16 BE without one', bigEndian(text)],
    ['the line ends of Windows', Buffer.from(text.replaceAll('\n', '\r\n'))],
    ['the line ends of an old Mac', Buffer.from(text.replaceAll('\n', '\r'))],
    ['two byte order marks', Buffer.from(`\ufeff\ufeff${text}`)],
    ['full-width equals signs', Buffer.from(text.replace('=', '＝').replace('T=', 'T ＝ '))],
    ['spaces of all kinds in front', Buffer.from(text.replace(/^/gm, '\u00a0\u200b\t '))],
  ])('of %s is read whole, its first line too', (_, bytes) => {
    writeFileSync(file, bytes)
    expect(readEnvFile(file)).toEqual(values)
  })

  it('that is not there, or empty, holds nothing', () => {
    expect(readEnvFile(file)).toEqual({})
    writeFileSync(file, '')
    expect(readEnvFile(file)).toEqual({})
  })

  it('of another encoding is named, not read by halves', () => {
    writeFileSync(file, Buffer.from([...Buffer.from('NAME='), 0xd0, 0xa1, 0xb3, 0xcc, 0x0a]))
    expect(() => readEnvFile(file)).toThrow(
      new EnvFileError({ en: 'is not UTF-8: save it as UTF-8', zh: '不是 UTF-8 编码，请另存为 UTF-8' }),
    )
  })

  it('that is a folder, as docker makes of a file that is missing, is named', () => {
    mkdirSync(file)
    expect(() => readEnvFile(file)).toThrow('cannot be read: EISDIR / 无法读取：EISDIR')
  })
})

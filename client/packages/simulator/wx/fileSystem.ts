// What wx.getFileSystemManager can do, over the files of a simulator and, read only, over the program's package.
// https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isRecord } from '../record.ts'
import { asBytes } from './bytesFamily.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxHost } from './WxHost.ts'

/**
 * Name of a method, without `Sync` → its work. It answers a FileAnswer, or nothing: `result` is
 * what `success` gets, `value` what the synchronous form returns.
 */
type FileWork = Record<string, (options: Record<string, unknown>) => unknown>

interface FileAnswer {
  value?: unknown
  result?: unknown
}

/** What a piece of work answered; most answer nothing. */
export function answerOf(answered: unknown): FileAnswer {
  return isRecord(answered) ? answered : {}
}

export interface FileReader {
  /** Throws a WxFailure when there is no such file. */
  read(path: unknown): Uint8Array
  has(path: string): boolean
}

const USER = 'http://usr'

export function createFileReader(host: Pick<WxHost, 'program'>, files: SimulatedFiles): FileReader {
  const inPackage = (name: string): string => name.replace(/^\/+/, '')
  const has = (name: string): boolean =>
    files.read(name) !== undefined || (!/^\w+:/.test(name) && host.program.has(inPackage(name)))
  return {
    has,
    read(name) {
      const own = files.read(String(name))
      if (own !== undefined) return own
      if (!has(String(name))) throw new WxFailure(`no such file or directory, open '${String(name)}'`)
      return readFileSync(path.join(host.program.directory, inPackage(String(name))))
    },
  }
}

/** Every method of a FileSystemManager. */
export function fileWork(reader: FileReader, files: SimulatedFiles): FileWork {
  return { ...contentWork(reader, files), ...folderWork(reader, files) }
}

/** What is in files, and where it goes. */
function contentWork(reader: FileReader, files: SimulatedFiles): FileWork {
  function store(name: unknown, content: Uint8Array): void {
    if (typeof name !== 'string' || !name.startsWith(`${USER}/`))
      throw new WxFailure(`permission denied, open '${String(name)}'`)
    files.write(name, content)
  }
  return {
    readFile({ filePath, encoding }) {
      const data = decoded(reader.read(filePath), encoding)
      return { value: data, result: { data } }
    },
    writeFile: ({ filePath, data, encoding }) => store(filePath, encoded(data, encoding)),
    appendFile: ({ filePath, data, encoding }) =>
      store(filePath, Buffer.concat([reader.read(filePath), encoded(data, encoding)])),
    copyFile: ({ srcPath, destPath }) => store(destPath, reader.read(srcPath)),
    rename({ oldPath, newPath }) {
      store(newPath, reader.read(oldPath))
      files.remove(String(oldPath))
    },
    saveFile({ tempFilePath, filePath }) {
      const savedFilePath =
        typeof filePath === 'string' && filePath !== ''
          ? filePath
          : `${USER}/${path.posix.basename(String(tempFilePath))}`
      store(savedFilePath, reader.read(tempFilePath))
      files.remove(String(tempFilePath))
      return { value: savedFilePath, result: { savedFilePath } }
    },
    unlink({ filePath }) {
      reader.read(filePath)
      files.remove(String(filePath))
    },
    removeSavedFile: ({ filePath }) => files.remove(String(filePath)),
    getSavedFileList: () => ({ result: { fileList: savedFiles(reader, files) } }),
    getFileInfo: ({ filePath }) => ({ result: { size: reader.read(filePath).length } }),
  }
}

function savedFiles(reader: FileReader, files: SimulatedFiles): object[] {
  return files.list(`${USER}/`).map((filePath) => ({ filePath, size: reader.read(filePath).length, createTime: 0 }))
}

/** Where files stand. */
function folderWork(reader: FileReader, files: SimulatedFiles): FileWork {
  const folders = new Set([USER])
  const isFolder = (name: string): boolean =>
    folders.has(name.replace(/\/$/, '')) || files.list(`${name.replace(/\/$/, '')}/`).length > 0
  return {
    access({ path: name }) {
      if (!reader.has(String(name)) && !isFolder(String(name)))
        throw new WxFailure(`no such file or directory, access '${String(name)}'`)
    },
    mkdir: ({ dirPath }) => void folders.add(String(dirPath).replace(/\/$/, '')),
    rmdir({ dirPath, recursive }) {
      const inside = files.list(`${String(dirPath).replace(/\/$/, '')}/`)
      if (inside.length > 0 && recursive !== true) throw new WxFailure('directory not empty')
      for (const file of inside) files.remove(file)
      folders.delete(String(dirPath).replace(/\/$/, ''))
    },
    readdir({ dirPath }) {
      const start = `${String(dirPath).replace(/\/$/, '')}/`
      if (!isFolder(String(dirPath))) throw new WxFailure(`no such file or directory, open '${String(dirPath)}'`)
      const found = [...new Set(files.list(start).map((name) => name.slice(start.length).split('/')[0] ?? ''))]
      return { value: found, result: { files: found } }
    },
    stat({ path: name }) {
      const folder = !reader.has(String(name)) && isFolder(String(name))
      const stats = {
        mode: folder ? 16_877 : 33_188,
        size: folder ? 0 : reader.read(name).length,
        lastAccessedTime: 0,
        lastModifiedTime: 0,
        isDirectory: () => folder,
        isFile: () => !folder,
      }
      return { value: stats, result: { stats } }
    },
  }
}

function decoded(bytes: Uint8Array, encoding: unknown): unknown {
  if (typeof encoding !== 'string' || encoding === '') return new Uint8Array(bytes).buffer
  return Buffer.from(bytes).toString(asEncoding(encoding))
}

function encoded(data: unknown, encoding: unknown): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data, asEncoding(encoding)) : new Uint8Array(asBytes(data))
}

function asEncoding(encoding: unknown): BufferEncoding {
  const known = ['ascii', 'base64', 'binary', 'hex', 'ucs2', 'utf8', 'latin1'] as const
  const wanted = String(encoding ?? 'utf8').replace('-', '')
  return known.find((one) => one === wanted) ?? 'utf8'
}

/** The options of a synchronous form, from its arguments in order. */
export function syncOptions(name: string, args: unknown[]): Record<string, unknown> {
  if (isRecord(args[0])) return args[0]
  const names = SYNC_ARGUMENTS[name] ?? []
  return Object.fromEntries(names.map((one, index) => [one, args[index]]))
}

const SYNC_ARGUMENTS: Record<string, string[]> = {
  access: ['path'],
  readFile: ['filePath', 'encoding'],
  writeFile: ['filePath', 'data', 'encoding'],
  appendFile: ['filePath', 'data', 'encoding'],
  copyFile: ['srcPath', 'destPath'],
  rename: ['oldPath', 'newPath'],
  saveFile: ['tempFilePath', 'filePath'],
  unlink: ['filePath'],
  mkdir: ['dirPath', 'recursive'],
  rmdir: ['dirPath', 'recursive'],
  readdir: ['dirPath'],
  stat: ['path', 'recursive'],
}

/** The file that a `file:…` address names, and whether the next start could open or make it. */
import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OpeningError } from './errors.ts'

/** Absolute, from a path relative to the working directory, or a `file:///` URL; null is SQLite's memory. */
export function fileOf(url: string): string | null {
  if (url.startsWith('file://')) return fileURLToPath(url)
  const path = url.slice('file:'.length)
  return path === ':memory:' ? null : resolve(path)
}

/**
 * Whether the file is there; nothing is written.
 *
 * @throws {OpeningError} where the file, or the folder that it would be made in, cannot be written
 */
export function isThere(path: string, mayWrite: (path: string) => boolean): boolean {
  const found = existsSync(path)
  const folder = existingFolderOf(path)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory() || !mayWrite(folder) || (found && !mayWrite(path)))
    throw notOpened(path)
  return found
}

export function notOpened(path: string, options?: ErrorOptions): OpeningError {
  return new OpeningError(
    { en: `The database file ${path} cannot be opened`, zh: `数据库文件 ${path} 打不开` },
    {
      en: 'Make it and its folder writable, or correct DATABASE_URL',
      zh: '请让它及其所在目录可写，或更正 DATABASE_URL',
    },
    options,
  )
}

/** The nearest one above it, for a start makes those between; on Windows even the root may not be there. */
function existingFolderOf(path: string): string {
  const folder = dirname(path)
  return existsSync(folder) || folder === path ? folder : existingFolderOf(folder)
}

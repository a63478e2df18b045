/** Secrets for development, made once and kept in ./data, so that nobody needs to invent one to try the program. */
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EnvFileError, readEnvFile, textOfEnvFile } from '../settings/envFile.ts'

const makers: Readonly<Record<string, () => string>> = {
  TOKEN_SECRETS: () => `dev:${newSecret()}`,
  DATA_SECRETS: () => `dev:${newSecret()}`,
  INDEX_SECRET: newSecret,
}

/**
 * `TOKEN_SECRETS`, `DATA_SECRETS` and `INDEX_SECRET` as the environment would give them; the same at every start. A
 * file that lacks a name, because it is older than that name, is completed: what it holds may have sealed data
 * already.
 *
 * @param keep adds text to a file; whoever only looks keeps nothing
 */
export function developmentSecrets(folder: string, keep = append): Readonly<Record<string, string | undefined>> {
  const file = join(folder, 'secrets.env')
  const { text, kept } = held(file)
  const made = Object.entries(makers)
    .filter(([name]) => !kept[name])
    .map(([name, make]) => [name, make()] as const)
  if (made.length > 0) {
    const separator = text === '' || text.endsWith('\n') ? '' : '\n'
    keep(file, separator + made.map((pair) => `${pair.join('=')}\n`).join(''))
  }
  return { ...kept, ...Object.fromEntries(made) }
}

/** @throws {Error} with a sentence that names the file */
function held(file: string) {
  try {
    return { text: textOfEnvFile(file), kept: readEnvFile(file) }
  } catch (cause) {
    if (!(cause instanceof EnvFileError)) throw cause
    throw new Error(`${file} ${cause.what.en} / ${file} ${cause.what.zh}`, { cause })
  }
}

function append(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    appendFileSync(file, text, { mode: 0o600 })
  } catch (cause) {
    throw new Error(unwritable(file, cause), { cause })
  }
}

/** A folder of somebody else's, such as one that a container made as root, is the usual reason. */
function unwritable(file: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  const en = `${file} cannot be written (${code}): make its folder writable for this account, or take it away`
  return `${en} / 无法写入 ${file}：请让当前用户可写其目录，或删除该目录`
}

function newSecret(): string {
  return randomBytes(32).toString('base64')
}

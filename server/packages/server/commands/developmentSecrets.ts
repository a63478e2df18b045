/** Secrets for development, made once and kept in ./data, so that nobody needs to invent one to try the program. */
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readEnvFile, textOfEnvFile } from '../envFile.ts'

const makers: Readonly<Record<string, () => string>> = {
  TOKEN_SECRETS: () => `dev:${newSecret()}`,
  DATA_SECRETS: () => `dev:${newSecret()}`,
  INDEX_SECRET: newSecret,
}

/**
 * `TOKEN_SECRETS`, `DATA_SECRETS` and `INDEX_SECRET` as the environment would give them; the same at every start. A file
 * that lacks a name, because it is older than that name, is completed: what it holds may have sealed data already.
 *
 * @param keep adds text to a file; whoever only looks keeps nothing
 */
export function developmentSecrets(folder: string, keep = append): Readonly<Record<string, string | undefined>> {
  const file = join(folder, 'secrets.env')
  const text = textOfEnvFile(file)
  const kept = readEnvFile(file)
  const made = Object.entries(makers).filter(([name]) => !kept[name]).map(([name, make]) => [name, make()] as const)
  if (made.length > 0) {
    const separator = text === '' || text.endsWith('\n') ? '' : '\n'
    keep(file, separator + made.map((pair) => `${pair.join('=')}\n`).join(''))
  }
  return { ...kept, ...Object.fromEntries(made) }
}

function append(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, text, { mode: 0o600 })
}

function newSecret(): string {
  return randomBytes(32).toString('base64')
}

/** Secrets for development, made once and kept in ./data, so that nobody needs to invent one to try the program. */
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const makers: Readonly<Record<string, () => string>> = {
  TOKEN_SECRETS: () => `dev:${newSecret()}`,
  DATA_SECRETS: () => `dev:${newSecret()}`,
  INDEX_SECRET: newSecret,
}

/**
 * `TOKEN_SECRETS`, `DATA_SECRETS` and `INDEX_SECRET` as the environment would give them; the same at every start. A file
 * that lacks a name, because it is older than that name, is completed: what it holds may have sealed data already.
 */
export function developmentSecrets(folder: string): Record<string, string> {
  const file = join(folder, 'secrets.env')
  const text = textOf(file)
  const kept = parse(text)
  const made = Object.entries(makers).filter(([name]) => !kept[name]).map(([name, make]) => [name, make()] as const)
  if (made.length > 0) {
    mkdirSync(folder, { recursive: true })
    const separator = text === '' || text.endsWith('\n') ? '' : '\n'
    appendFileSync(file, separator + made.map((pair) => `${pair.join('=')}\n`).join(''), { mode: 0o600 })
  }
  return { ...kept, ...Object.fromEntries(made) }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64')
}

function parse(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes('='))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

/** Secrets for development, made once and kept in ./data, so that nobody needs to invent one to try the program. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** `TOKEN_SECRETS`, `DATA_SECRETS` and `INDEX_SECRET` as the environment would give them; the same at every start. */
export function developmentSecrets(folder: string): Record<string, string> {
  const file = join(folder, 'secrets.env')
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const made = { TOKEN_SECRETS: `dev:${newSecret()}`, DATA_SECRETS: `dev:${newSecret()}`, INDEX_SECRET: newSecret() }
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, Object.entries(made).map((pair) => `${pair.join('=')}\n`).join(''), { mode: 0o600 })
  return made
}

function newSecret(): string {
  return randomBytes(32).toString('base64')
}

function parse(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.includes('='))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

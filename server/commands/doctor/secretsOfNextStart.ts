/** The secrets that `npm run dev` would have: those it kept, and stand-ins for those it would make. Nothing is written. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** `folder` is the one that developmentSecrets keeps them in. */
export function secretsOfNextStart(folder: string): Readonly<Record<string, string | undefined>> {
  const file = join(folder, 'secrets.env')
  const kept = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const there = Object.fromEntries(Object.entries(kept).filter(([, value]) => value))
  return { TOKEN_SECRETS: `dev:${standIn()}`, DATA_SECRETS: `dev:${standIn()}`, INDEX_SECRET: standIn(), ...there }
}

function standIn(): string {
  return randomBytes(32).toString('base64')
}

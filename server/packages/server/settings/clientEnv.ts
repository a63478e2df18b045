/** The client's variables, as vite reads them, with `.env` read as the server reads it. */
import { resolve } from 'node:path'
import { loadEnv } from 'vite'
import { readEnvFile } from './envFile.ts'

/** @throws {EnvFileError} for a `.env` that cannot be read */
export function clientEnv(mode: string, folder: string, prefixes: string[]): Record<string, string> {
  const entries = Object.entries(readEnvFile(resolve(folder, '.env')))
  const named = entries.filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)))
  return { ...Object.fromEntries(named.map(([name, text = '']) => [name, text])), ...loadEnv(mode, folder, prefixes) }
}

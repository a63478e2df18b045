/** What the whole mini program weighs, by where it comes from, and what has grown since that was last recorded. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Origins } from './origins.ts'
import { clientDir } from './repository.ts'

/** Room, package or kind of file -> bytes. */
export type Weights = Readonly<Record<string, number>>

/** The most that the mini program may weigh, each file gzipped by itself, which is more than what phones load. */
export const programBudget = 60_000

/** What it weighed when that was last recorded, by `npm run bench:weight -- --record`. */
export const recordFile = resolve(clientDir, 'packages/build/programWeights.json')

export function recordedWeights(): Weights {
  return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(recordFile, 'utf8')))
}

/** Scripts are shared out among the rooms they come from, by length; other files count by their kind. */
export function weighProgram(folder: string, origins: Origins): Record<string, number> {
  const weights: Record<string, number> = {}
  const add = (name: string, bytes: number) => void (weights[name] = (weights[name] ?? 0) + bytes)
  for (const path of filesOf(folder)) {
    const bytes = gzipSync(readFileSync(join(folder, path)), { level: 9 }).length
    const rooms = Object.entries(origins[path] ?? {})
    const length = rooms.reduce((sum, [, part]) => sum + part, 0)
    if (length === 0) add(`.${path.split('.').at(-1)} files`, bytes)
    for (const [room, part] of length === 0 ? [] : rooms) add(room, (bytes * part) / length)
  }
  return Object.fromEntries(Object.entries(weights).map(([name, bytes]) => [name, Math.round(bytes)]))
}

export function totalOf(weights: Weights): number {
  return Object.values(weights).reduce((sum, bytes) => sum + bytes, 0)
}

/** `+120 client/pages/me (3100)`, what has grown most first. */
export function growth(now: Weights, recorded: Weights): string[] {
  return Object.entries(now)
    .map(([name, bytes]) => ({ name, bytes, more: bytes - (recorded[name] ?? 0) }))
    .filter(({ more }) => more > 0)
    .sort((one, other) => other.more - one.more)
    .map(({ name, bytes, more }) => `+${more} ${name} (${bytes})`)
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => relative(folder, join(folder, name)).replaceAll('\\', '/'))
}

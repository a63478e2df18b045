/** What the mini program weighed when that was last recorded, by `npm run bench:weight -- --record`. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { clientDir } from './repository.ts'
import type { Weights } from './programWeight.ts'

export const recordFile = resolve(clientDir, 'packages/build/programWeights.json')

export function recordedWeights(): Weights {
  return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(recordFile, 'utf8')))
}

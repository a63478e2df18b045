/** Runs one scene, or says why not. */
import { setTimeout as delay } from 'node:timers/promises'
import { runHistory, type History } from '../history/runHistory.ts'
import type { Scene } from './Scene.ts'

export interface RunOptions {
  /** What `npm start` runs. */
  readonly entry: string
  /** Milliseconds for which a fault lasts, as a measure. */
  readonly beatMs: number
  readonly onProgress?: (line: string) => void
}

/** @returns the reason where this machine has not what it takes */
export async function runScene(
  { missing = () => null, story }: Scene,
  { entry, beatMs, onProgress = () => {} }: RunOptions,
): Promise<History | string> {
  const why = missing()
  if (why !== null) return why
  return runHistory({ entry, ...story({ onProgress, pace: (beats) => delay(beats * beatMs) }) })
}

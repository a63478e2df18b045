/** One kind of trouble, told under the history of people who use the server meanwhile. */
import type { Story } from '../history/runHistory.ts'

export interface SceneOptions {
  /** Waits for so many of the run's beats. */
  readonly pace: (beats: number) => Promise<void>
  readonly onProgress: (line: string) => void
}

export interface Scene {
  readonly name: string
  /** Why it cannot be on this machine, or null. @default it can */
  readonly missing?: () => string | null
  readonly story: (options: SceneOptions) => Omit<Story, 'entry'>
}

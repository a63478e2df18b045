/** Turns lines of the three into what the screen says, and knows when all of them work. */
import type { Screen } from './createScreen.ts'
import { createImportLines } from './importLines.ts'
import { readLine } from './readLine.ts'
import { apiStopped, waitingForFix, works, worksAgain } from './sentences.ts'
import type { Task, TaskName } from './tasks.ts'

export interface WatchParts {
  readonly screen: Screen
  readonly tasks: readonly Task[]
  /** Once, with the address of each. */
  readonly onAllReady: (addresses: ReadonlyMap<TaskName, string>) => void
  /** The text of a file, by its path from the repository's root. */
  readonly readSource: (path: string) => string
}

export function createWatch({ screen, tasks, onAllReady, readSource }: WatchParts) {
  const addresses = new Map<TaskName, string>()
  /** Those that have told of something since they last worked. */
  const troubled = new Set<TaskName>()
  const withLines = new Map(tasks.map(({ name }) => [name, createImportLines(readSource)]))
  const areAllReady = () => addresses.size === tasks.length

  function tell(name: TaskName, text: string): void {
    troubled.add(name)
    screen.tell(name, withLines.get(name)?.(text) ?? text)
  }

  function ready(name: TaskName, address: string): void {
    troubled.delete(name)
    if (addresses.has(name)) {
      if (areAllReady()) screen.tell(name, worksAgain[name])
      return
    }
    addresses.set(name, address)
    screen.tell(name, works[name](address))
    if (areAllReady()) onAllReady(addresses)
  }

  return {
    /** Redraws what is awaited. */
    tick() {
      const awaited = tasks.map(({ name }) => name).filter((name) => !addresses.has(name))
      screen.tick(awaited.map((name) => (troubled.has(name) ? `${name} (${waitingForFix})` : name)))
    },

    read(task: Task, raw: string): void {
      const line = readLine(task, raw)
      if (line.kind === 'text') tell(task.name, line.text)
      if (line.kind === 'stopped') tell(task.name, apiStopped)
      if (line.kind === 'ready') ready(task.name, line.address)
    },
  }
}

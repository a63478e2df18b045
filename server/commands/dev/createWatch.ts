/** Turns lines of the three into what the screen says, and knows when all of them work. */
import type { Screen } from './createScreen.ts'
import { readLine } from './readLine.ts'
import { works, worksAgain } from './sentences.ts'
import type { Task, TaskName } from './tasks.ts'

export interface WatchParts {
  readonly screen: Screen
  readonly tasks: readonly Task[]
  /** Once, with the address of each. */
  readonly onAllReady: (addresses: ReadonlyMap<TaskName, string>) => void
}

export function createWatch({ screen, tasks, onAllReady }: WatchParts) {
  const addresses = new Map<TaskName, string>()
  const areAllReady = () => addresses.size === tasks.length

  return {
    /** Redraws what is awaited. */
    tick: () => screen.tick(tasks.map(({ name }) => name).filter((name) => !addresses.has(name))),

    read(task: Task, raw: string): void {
      const line = readLine(task, raw)
      if (line.kind === 'text') screen.tell(task.name, line.text)
      if (line.kind !== 'ready') return
      if (addresses.has(task.name)) {
        if (areAllReady()) screen.tell(task.name, worksAgain[task.name])
        return
      }
      addresses.set(task.name, line.address)
      screen.tell(task.name, works[task.name](line.address))
      if (areAllReady()) onAllReady(addresses)
    },
  }
}

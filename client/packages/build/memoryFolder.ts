/** Where tests keep their files while they run: in memory, where the machine offers a folder there. */
import { mkdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import type { TestProject } from 'vitest/node'

const inMemory = '/dev/shm'
/** About four times what the files of all tests take at once. */
const leastFree = 1024 ** 3

export interface Machine {
  /** As Linux lists them; throws where there is no such list. */
  readonly mounts: () => string
  readonly freeBytes: (folder: string) => number
}

const thisMachine: Machine = {
  mounts: () => readFileSync('/proc/mounts', 'utf8'),
  freeBytes(folder) {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  },
}

/**
 * What to add to the environment of tests: a folder for temporary files. Their databases wait for the disk at each
 * commit otherwise, and tests crash programs, never the machine. Empty where the machine offers none: they lie on the
 * disk then.
 */
export function memoryFolder(machine = thisMachine): { readonly TMPDIR?: string } {
  return offersMemory(machine) ? { TMPDIR: `${inMemory}/uni-trpc-tests-${process.pid}` } : {}
}

/** Linux alone; containers often have a small one, in which no program may be started. */
function offersMemory({ mounts, freeBytes }: Machine): boolean {
  try {
    const mount = mounts()
      .split('\n')
      .find((line) => line.includes(` ${inMemory} tmpfs `))
    if (mount === undefined || /\b(?:noexec|ro)\b/.test(mount)) return false
    return freeBytes(inMemory) >= leastFree
  } catch {
    return false
  }
}

/** For vitest: the folder is there as long as the run. */
export default function lendFolder(project: TestProject): (() => void) | undefined {
  const { TMPDIR: folder } = project.config.env
  if (!folder?.startsWith(`${inMemory}/`)) return undefined
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  return () => rmSync(folder, { recursive: true, force: true })
}

/** A lock between processes: a folder, because making one is atomic on every file system. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 200
/** How long a lock may stand without its owner's name in it before it counts as left behind. */
const namelessMs = 5_000

/** Runs `work` while no other process holds `path`; waits for a living holder, takes over from a dead one. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await acquire(path)
  try {
    return await work()
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}

async function acquire(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  let namelessSince: number | null = null
  while (!(await taken(path))) {
    const owner = await ownerOf(path)
    if (owner === null) namelessSince ??= Date.now()
    else namelessSince = null
    const isNameless = namelessSince !== null && Date.now() - namelessSince > namelessMs
    if (isNameless || (owner !== null && !isAlive(owner))) await rm(path, { recursive: true, force: true })
    else await sleep(pollMs)
  }
}

async function taken(path: string): Promise<boolean> {
  try {
    await mkdir(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
  await writeFile(resolve(path, 'pid'), String(process.pid))
  return true
}

/** The process that holds the lock; `null` while it has not written its name yet, or is letting go. */
async function ownerOf(path: string): Promise<number | null> {
  const text = await readFile(resolve(path, 'pid'), 'utf8').catch(() => '')
  return text === '' ? null : Number(text)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Tells of every change in folders and all below them. It listens to folders and not to files, for editors that save by
 * renaming, and git, give a file a new inode.
 */
import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'

const passedOver = /^(?:node_modules|dist|\..*)$/

/** Calls `changed` after each, at times more than once; answers how to stop. */
export function watchFolders(roots: readonly string[], changed: () => void): () => void {
  /** By path and inode: a folder that was taken away and made anew is another. */
  const watchers = new Map<string, FSWatcher>()

  function open(folder: string): FSWatcher {
    return watch(folder, () => {
      look()
      changed()
    }).on('error', look)
  }

  function look(): void {
    const there = new Map(roots.flatMap(foldersIn).map((folder) => [`${folder} ${statSync(folder).ino}`, folder]))
    for (const [key, watcher] of watchers) {
      if (there.has(key)) continue
      watcher.close()
      watchers.delete(key)
    }
    for (const [key, folder] of there) if (!watchers.has(key)) watchers.set(key, open(folder))
  }

  look()
  return () => {
    for (const watcher of watchers.values()) watcher.close()
  }
}

/** The folder and all below it; none, if it is there no more. */
function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    const below = entries.filter((entry) => entry.isDirectory() && !passedOver.test(entry.name))
    return [folder, ...below.flatMap(({ name }) => foldersIn(join(folder, name)))]
  } catch {
    return []
  }
}

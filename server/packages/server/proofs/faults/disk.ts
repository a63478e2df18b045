/** A disk of its own that others fill, and a node that is killed while there is no room. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scene } from './Scene.ts'

const times = 3
const size = '32m'

export const fullDisk: Scene = {
  name: 'a disk that fills',
  missing: () => {
    const disk = mount()
    if (disk) unmount(disk)
    return disk ? null : 'this account may mount no disk of its own'
  },
  story({ pace, onProgress }) {
    const disk = mount() ?? ''
    const folder = join(disk, 'data')
    mkdirSync(folder)
    const ballast = join(disk, 'ballast')
    return {
      database: 'sqlite',
      folder,
      async during({ restart, untilServed }) {
        for (let count = 1; count <= times; count++) {
          await untilServed(24)
          onProgress(`no room, ${count} of ${times}`)
          fill(ballast)
          await pace(1)
          if (count < times) rmSync(ballast)
          else
            await restart(0, async (node) => {
              onProgress('killed while there is no room')
              const code = await node.stop('SIGKILL')
              rmSync(ballast)
              return code
            })
          await untilServed(24)
        }
      },
      after: () => Promise.resolve(unmount(disk)),
    }
  },
}

function mount(): string | null {
  const disk = mkdtempSync(join(tmpdir(), 'uni-trpc-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk])
  if (status === 0) return disk
  rmSync(disk, { recursive: true })
  return null
}

function unmount(disk: string): void {
  // Lazily: the kernel may take a moment to close the files of a process that was killed.
  spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
}

/** To the last byte. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (let part = 2 ** 16; part >= 1; part /= 2) {
      try {
        for (;;) writeSync(file, Buffer.alloc(part))
      } catch {
        // No room for so much: less is tried.
      }
    }
  } finally {
    closeSync(file)
  }
}

import { expect, it } from 'vitest'
import { memoryFolder, type Machine } from './memoryFolder.ts'

const offered = 'tmpfs /dev/shm tmpfs rw,nosuid,nodev 0 0'
const machineOf = (mount: string, freeBytes = 2 * 1024 ** 3): Machine => ({
  mounts: () => `proc /proc proc rw 0 0\n${mount}\n`,
  freeBytes: () => freeBytes,
})

it('lends a folder of this run in memory', () => {
  expect(memoryFolder(machineOf(offered))).toEqual({ TMPDIR: `/dev/shm/uni-trpc-tests-${process.pid}` })
})

const without: Machine = {
  mounts: () => {
    throw new Error('ENOENT: no such file, /proc/mounts')
  },
  freeBytes: () => Infinity,
}

it.each([
  ['there is no list of mounts', without],
  ['nothing is mounted there', machineOf('')],
  ['a disk is mounted there', machineOf('/dev/sda1 /dev/shm ext4 rw 0 0')],
  ['no program may be started', machineOf('tmpfs /dev/shm tmpfs rw,noexec 0 0')],
  ['nothing may be written', machineOf('tmpfs /dev/shm tmpfs ro,nosuid 0 0')],
  ['there is little room, as in most containers', machineOf(offered, 64 * 1024 ** 2)],
])('leaves files on the disk where %s', (_, machine) => {
  expect(memoryFolder(machine)).toEqual({})
})

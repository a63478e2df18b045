/** All packages have one version, ask for each other in it, and the changelog tells of it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repository } from './repository.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const read = (path: string) => readFileSync(join(repository, path), 'utf8')
const rooms = ['server/packages', 'client/packages']
const folders = [
  '.',
  'shared/protocol',
  ...rooms.flatMap((room) => readdirSync(join(repository, room)).map((name) => `${room}/${name}`)),
]
const manifests = folders.map((folder) => JSON.parse(read(`${folder}/package.json`)) as Manifest)
const version = manifests[0]?.version

it('is the same in every package', () => {
  expect(manifests.map((one) => [one.name, one.version])).toEqual(manifests.map(({ name }) => [name, version]))
})

it('is the one in which each asks for the others', () => {
  const names = manifests.map(({ name }) => name)
  const asked = manifests.flatMap(({ dependencies, devDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies }),
  )
  const ours = asked.filter(([name]) => names.includes(name))
  expect(ours.length).toBeGreaterThan(10)
  expect(ours).toEqual(ours.map(([name]) => [name, version]))
})

it('is the newest that the changelog tells of', () => {
  const [, newest] = /^## (\d+\.\d+\.\d+)$/m.exec(read('CHANGELOG.md')) ?? []
  expect(newest).toBe(version)
})

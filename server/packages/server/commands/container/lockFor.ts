/** The part of a package-lock.json that some of its packages need, as a lock of its own. */
import { z } from 'zod'

const names = z.record(z.string(), z.string()).optional()

const entry = z.looseObject({
  version: z.string().optional(),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).optional(),
})

/** Version 3, as npm writes it since 7. https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
export const lockSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), entry),
})

/** What packages ask for because of their declarations alone: nothing that runs needs it, and it is large. */
const forTypesOnly = new Set(['typescript'])

type Lock = z.infer<typeof lockSchema>
type Entry = z.infer<typeof entry>

/** @throws {Error} naming a package that the lock does not hold */
export function lockFor(lock: Lock, wanted: readonly string[]): Lock {
  const kept = new Map<string, Entry>()
  for (const name of wanted) keep(lock, { name, from: '' }, kept)
  const dependencies = Object.fromEntries(wanted.map((name) => [name, kept.get(`node_modules/${name}`)?.version ?? '']))
  const { name, version, lockfileVersion } = lock
  const root = { name, version, dependencies }
  const packages = [...kept].sort(([a], [b]) => (a < b ? -1 : 1))
  return { name, version, lockfileVersion, requires: true, packages: { '': root, ...Object.fromEntries(packages) } }
}

interface Place {
  readonly name: string
  /** Path of the package that asks for it. */
  readonly from: string
}

function keep(lock: Lock, place: Place, kept: Map<string, Entry>): void {
  const path = pathOf(lock, place)
  if (!path)
    throw new Error(
      `package-lock.json holds no ${place.name}, which ${place.from || 'the built server'} needs: run npm install`,
    )
  if (kept.has(path)) return
  const found = lock.packages[path] ?? {}
  const peerDependencies = neededPeers(found)
  // What development alone had asked for is needed now.
  const {
    dev: _dev,
    devOptional: _devOptional,
    peer: _peer,
    peerDependencies: _all,
    peerDependenciesMeta: _meta,
    ...rest
  } = found
  kept.set(path, { ...rest, ...(Object.keys(peerDependencies).length > 0 && { peerDependencies }) })
  for (const name of Object.keys({ ...found.dependencies, ...peerDependencies })) keep(lock, { name, from: path }, kept)
  for (const name of Object.keys(found.optionalDependencies ?? {})) {
    if (pathOf(lock, { name, from: path })) keep(lock, { name, from: path }, kept)
  }
}

function neededPeers({ peerDependencies = {}, peerDependenciesMeta = {} }: Entry): Record<string, string> {
  return Object.fromEntries(
    Object.entries(peerDependencies).filter(
      ([name]) => !peerDependenciesMeta[name]?.optional && !forTypesOnly.has(name),
    ),
  )
}

/** As Node looks for it: in the folder of the asker, then in those above. */
function pathOf({ packages }: Lock, { name, from }: Place): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const path = folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`
    if (packages[path]) return path
    if (!folder) return null
  }
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { lockFor, lockSchema } from '../commands/container/lockFor.ts'
import { licencesIn, writtenByNpm } from './billOfMaterials.ts'

const root = join(import.meta.dirname, '../../../..')
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))
const lock = lockSchema.parse(read('package-lock.json'))
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const dependencies = z.object({ dependencies: z.record(z.string(), z.string()) })
const wanted = ['auth', 'server'].flatMap((name) =>
  Object.keys(dependencies.parse(read(`server/packages/${name}/package.json`)).dependencies),
)
const foreign = [...new Set(wanted)].filter((name) => !name.startsWith('uni-trpc'))

describe('what is installed', () => {
  it('H88: is locked by its version and its hash, every package of it', () => {
    const installed = Object.entries(lock.packages).filter(
      ([path, { link }]) => path.includes('node_modules/') && link !== true,
    )
    expect(installed.length).toBeGreaterThan(500)
    expect(
      installed
        .filter(([, { version, integrity }]) => !version || !/^sha512-/.test(String(integrity)))
        .map(([path]) => path),
    ).toEqual([])
  })

  it('H88: of the server has a licence, each package, and is listed as CycloneDX', () => {
    const made = lockFor(lock, foreign)
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(made))
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({
        name: made.name,
        version: made.version,
        license: 'MIT',
        dependencies: made.packages['']?.dependencies,
      }),
    )
    const listed = licencesIn(writtenByNpm(folder, process.env))
    expect(listed.length).toBeGreaterThan(foreign.length)
    expect(foreign.filter((name) => !listed.some((found) => found.name === name))).toEqual([])
    expect(listed.filter(({ licence }) => licence === null)).toEqual([])
  })
})

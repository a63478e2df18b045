/**
 * `npm run prove:sbom`: every package that the built server is made of or imports, with its licence, and beside the
 * server the same as CycloneDX in `dist/server/sbom.cdx.json`. npm itself writes that, from the repository's lock.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import { importedPackages } from '../commands/container/importedPackages.ts'
import { lockFor, lockSchema } from '../commands/container/lockFor.ts'
import { licencesIn, writtenByNpm } from './billOfMaterials.ts'

const folder = process.argv[2] ?? 'dist/server'
const read = (path: string): string => readFileSync(path, 'utf8')
const bundled = z.array(z.string()).parse(JSON.parse(read(join(folder, 'bundled-packages.json'))))
const names = [...new Set([...bundled, ...importedPackages([read(join(folder, 'main.js'))])])]
const lock = lockFor(lockSchema.parse(JSON.parse(read('package-lock.json'))), names)

const bill = billOf(lock)
const file = join(folder, 'sbom.cdx.json')
writeFileSync(file, bill)
const all = licencesIn(bill)
for (const { name, version, licence } of all) process.stdout.write(`${licence ?? 'NO LICENCE'}\t${name}@${version}\n`)
const nameless = all.filter(({ licence }) => licence === null).length
process.stdout.write(`${file}: ${all.length} packages, ${nameless} without a licence\n`)
process.exitCode = nameless === 0 ? 0 : 1

function billOf(made: ReturnType<typeof lockFor>): string {
  const own = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
  try {
    const { name, version, packages } = made
    const manifest = { name, version, license: 'MIT', dependencies: packages['']?.dependencies }
    writeFileSync(join(own, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(own, 'package-lock.json'), JSON.stringify(made))
    return writtenByNpm(own, process.env)
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

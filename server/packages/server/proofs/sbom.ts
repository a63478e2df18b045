/**
 * `npm run prove:sbom`: what the built server needs, package by package with its licence, and beside it the same as
 * CycloneDX in `dist/server/sbom.cdx.json`. npm itself writes that, from the lock that stands beside the built server.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { licencesIn, writtenByNpm } from './billOfMaterials.ts'

const folder = process.argv[2] ?? 'dist/server'
const bill = writtenByNpm(folder, process.env)
const file = join(folder, 'sbom.cdx.json')
writeFileSync(file, bill)
const all = licencesIn(bill)
for (const { name, version, licence } of all) process.stdout.write(`${licence ?? 'NO LICENCE'}\t${name}@${version}\n`)
const nameless = all.filter(({ licence }) => licence === null).length
process.stdout.write(`${file}: ${all.length} packages, ${nameless} without a licence\n`)
process.exitCode = nameless === 0 ? 0 : 1

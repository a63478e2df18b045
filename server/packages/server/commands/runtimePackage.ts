/**
 * `uni-trpc-server runtimePackage dist/server`: writes package.json and package-lock.json beside the built server,
 * naming only what it imports, at the versions of the repository's lock. `npm ci` there installs what an image needs.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importedPackages } from './container/importedPackages.ts'
import { lockSchema, lockFor } from './container/lockFor.ts'

const folder = process.argv[2] ?? 'dist/server'
const lock = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
const names = importedPackages(scripts.map((name) => readFileSync(join(folder, name), 'utf8')))
const made = lockFor(lock, names)

write('package.json', {
  name: lock.name,
  version: lock.version,
  private: true,
  type: 'module',
  dependencies: made.packages['']?.dependencies ?? {},
})
write('package-lock.json', made)
process.stdout.write(
  `${folder}/package.json: ${names.length} packages, ${Object.keys(made.packages).length - 1} with what they bring\n`,
)

function write(name: string, value: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`)
}

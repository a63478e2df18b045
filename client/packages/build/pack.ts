/** `npm run pack`: writes every package's tarball to dist/packages, as it would be published. */
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import process from 'node:process'
import { packTarballs } from './packing/packTarballs.ts'
import { repository } from './repository.ts'

const outDir = join(repository, 'dist/packages')
rmSync(outDir, { recursive: true, force: true })
for (const [name, tarball] of packTarballs(outDir)) process.stdout.write(`${name}: ${relative(repository, tarball)}\n`)

/** `npm run build:link`: writes dist/packages/uni-trpc-link, of which `npm pack` makes the tarball. */
import { join } from 'node:path'
import process from 'node:process'
import { buildLinkPackage } from './packing/linkPackage.ts'
import { repository } from './repository.ts'

const problems = buildLinkPackage(join(repository, 'dist/packages/uni-trpc-link'))
process.stderr.write(problems)
process.exitCode = problems ? 1 : 0

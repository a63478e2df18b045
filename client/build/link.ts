/** `npm run build:link`: writes client/link/dist, after which `npm pack ./client/link` makes the tarball. */
import process from 'node:process'
import { buildLinkPackage } from './linkPackage.ts'

const problems = buildLinkPackage()
process.stderr.write(problems)
process.exitCode = problems ? 1 : 0

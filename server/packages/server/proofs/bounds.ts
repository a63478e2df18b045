/** `npm run prove:bounds`: writes docs/bounds.md, every figure read where the code has it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { boundsPage, sourcesOf } from './bounds/boundsPage.ts'

const root = process.cwd()
writeFileSync(join(root, 'docs/bounds.md'), boundsPage(sourcesOf(root)))

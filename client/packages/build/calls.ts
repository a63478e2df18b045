/**
 * `npm run bench:calls`: prints how many functions one query runs on the phone, through tRPC's own link and through
 * ours.
 */
import process from 'node:process'
import { countCalls } from './callCounts.ts'

const counts = await countCalls()
for (const [name, calls] of Object.entries(counts)) process.stdout.write(`${name.padEnd(30)}${calls}\n`)

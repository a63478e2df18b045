/**
 * `npm run prove:soak -- --seconds 600`: the built server under steady use; its memory, handles and write-ahead log must
 * stay as they are, and nothing acknowledged may be lost. Ends with 1 otherwise.
 */
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { told } from './history/told.ts'
import { runSoak } from './soak/runSoak.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '600' } } })
const say = (line: string) => void process.stdout.write(`${line}\n`)
const entry = join(process.cwd(), 'dist/server/main.js')
const history = await runSoak({ entry, seconds: Number(values.seconds), onProgress: say })
for (const problem of history.problems) say(problem)
say(`${values.seconds} s: ${told(history)}`)
process.exitCode = history.problems.length === 0 ? 0 : 1

/**
 * `npm run prove:overload -- --seconds 10`: what the built server carries, ten times as much, a thousand connections
 * that only hold on, and SIGTERM under load. Figures of one machine, which drives the load as well. Ends with 1 when
 * somebody who was accepted is not served in time, when ten times as much leaves less than seven tenths of what it
 * carries, or when anything is lost.
 */
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { told } from './history/told.ts'
import { runOverload } from './overload/runOverload.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } })
const say = (line: string) => void process.stdout.write(`${line}\n`)
const history = await runOverload({
  entry: join(process.cwd(), 'dist/server/main.js'),
  ms: Number(values.seconds) * 1000,
  onProgress: say,
})
for (const problem of history.problems) say(problem)
say(`people beside all that: ${told(history)}`)
process.exitCode = history.problems.length === 0 ? 0 : 1

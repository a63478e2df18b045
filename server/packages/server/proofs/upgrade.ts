/**
 * `npm run prove:upgrade -- --from HEAD~20 --database sqlite`, or `postgres`: builds the server of an older commit, lets
 * people use two nodes of it, and replaces them one by one by this server's and back again. Every call is answered, and
 * all that was acknowledged is there afterwards, whichever build acknowledged it. Ends with 1 otherwise.
 */
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { told } from './history/told.ts'
import { buildOf } from './upgrade/buildOf.ts'
import { runUpgrade } from './upgrade/runUpgrade.ts'

const { values } = parseArgs({
  options: { from: { type: 'string', default: 'HEAD~20' }, database: { type: 'string', default: 'sqlite' } },
})
const database = z.enum(['sqlite', 'postgres']).parse(values.database)
const say = (line: string) => void process.stdout.write(`${line}\n`)
const root = process.cwd()
const other = buildOf(root, values.from)
try {
  const newer = join(root, 'dist/server/main.js')
  const history = await runUpgrade({ older: other.entry, newer, database, onProgress: say })
  for (const problem of history.problems) say(problem)
  say(`${values.from} and this one on ${database}: ${told(history)}`)
  process.exitCode = history.problems.length === 0 ? 0 : 1
} finally {
  other.remove()
}

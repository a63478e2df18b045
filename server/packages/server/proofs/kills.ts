/**
 * `npm run prove:kills -- --kills 100 --database sqlite`, or `postgres`: the built server, killed so often with SIGKILL
 * while people sign in, write notes, bind numbers and sign out; PostgreSQL is stopped at once beside it. Afterwards all
 * that was acknowledged is looked for. Ends with 1 when anything is lost.
 */
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runKills } from './kills/runKills.ts'
import { told } from './history/told.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, database: { type: 'string', default: 'sqlite' } },
})
const database = z.enum(['sqlite', 'postgres']).parse(values.database)
const say = (line: string) => void process.stdout.write(`${line}\n`)
const summary = await runKills({
  entry: join(process.cwd(), 'dist/server/main.js'),
  kills: Number(values.kills),
  database,
  onProgress: say,
})
for (const problem of summary.problems) say(problem)
say(`${database}: ${summary.kills} kills, stopped at once ${summary.crashes} times, ${told(summary)}`)
process.exitCode = summary.problems.length === 0 ? 0 : 1

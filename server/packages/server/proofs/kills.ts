/**
 * `npm run prove:kills -- --kills 100`: the built server, killed so often with SIGKILL while people sign in, write notes,
 * bind numbers and sign out; afterwards all that was acknowledged is looked for. Ends with 1 when anything is lost.
 */
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { runKills } from './kills/runKills.ts'

const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' } } })
const say = (line: string) => void process.stdout.write(`${line}\n`)
const entry = join(process.cwd(), 'dist/server/main.js')
const { kills, acknowledged, unanswered, problems } = await runKills({
  entry,
  kills: Number(values.kills),
  onProgress: (killed) => say(`${killed} kills`),
})
for (const problem of problems) say(problem)
say(`${kills} kills, ${acknowledged} calls acknowledged, ${unanswered} cut off, ${problems.length} lost or wrong`)
process.exitCode = problems.length === 0 ? 0 : 1

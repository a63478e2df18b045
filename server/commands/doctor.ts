/** `npm run doctor`: what is missing before this can go live; `-- --dev` looks at the development set-up instead. */
import { loadEnv } from 'vite'
import { processVariables } from '../env.ts'
import { examineStore } from '../store/examineStore.ts'
import { examine } from './doctor/examine.ts'
import { lineOf } from './doctor/Finding.ts'
import { developmentSecrets } from './developmentSecrets.ts'

const isDev = process.argv.includes('--dev')
// As the upload reads them; before .env becomes part of the process's variables, which win over .env.production.
const clientVariables = loadEnv('production', process.cwd(), 'VITE_')
// What the next start would make is made, and not kept.
const variables = isDev ? { ...developmentSecrets('data', () => undefined), ...processVariables(), NODE_ENV: 'development' } : processVariables()

let illnesses = 0
const world = { nodeVersion: process.versions.node, fetch, now: Date.now, examineStore: (url: string) => examineStore(url) }
for await (const finding of examine({ ...world, isDev, variables, clientVariables })) {
  if (!finding.isWell) illnesses++
  process.stdout.write(`${lineOf(finding)}\n`)
}
process.exitCode = illnesses === 0 ? 0 : 1

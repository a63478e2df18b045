/** `npm run doctor`: what is missing before this can go live; `-- --dev` looks at the development set-up instead. */
import { loadEnv } from 'vite'
import { processVariables, withDefaults } from '../settings/env.ts'
import { EnvFileError } from '../settings/envFile.ts'
import { examineStore } from '../store/examineStore.ts'
import { noOwnData } from '../store/ownData.ts'
import { clientEnv } from '../settings/clientEnv.ts'
import { examine, problemFinding } from './doctor/examine.ts'
import { lineOf, type Finding } from './doctor/Finding.ts'
import { developmentSecrets } from './developmentSecrets.ts'
import { loadProduct } from './loadProduct.ts'

const isDev = process.argv.includes('--dev')
let illnesses = 0
// As the upload reads them; before .env becomes part of the process's variables, which win over .env.production.
const clientVariables = readClientVariables()
// A .env that cannot be read is told, and the rest is looked at without it.
const given = processVariables(({ problems }) => problems.map(problemFinding).forEach(print))
// What the next start would make is made, and not kept.
const variables = isDev
  ? {
      ...withDefaults(
        developmentSecrets('data', () => undefined),
        given,
      ),
      NODE_ENV: 'development',
    }
  : given

// Beside a server that is built, its sources need not be there.
const own = await loadProduct().then(
  ({ data = noOwnData }) => data,
  () => noOwnData,
)
const world = {
  nodeVersion: process.versions.node,
  fetch,
  now: Date.now,
  examineStore: (url: string) => examineStore(url, { own }),
}
for await (const finding of examine({ ...world, isDev, variables, clientVariables })) print(finding)
process.exitCode = illnesses === 0 ? 0 : 1

function print(finding: Finding): void {
  if (!finding.isWell) illnesses++
  process.stdout.write(`${lineOf(finding)}\n`)
}

function readClientVariables(): Record<string, string> {
  try {
    return clientEnv('production', process.cwd(), ['VITE_'])
  } catch (error) {
    if (!(error instanceof EnvFileError)) throw error
    return loadEnv('production', process.cwd(), 'VITE_')
  }
}

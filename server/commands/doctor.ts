/** `npm run doctor`: what is missing before this can go live; `-- --dev` looks at the development set-up instead. */
import { processVariables, type Settings } from '../env.ts'
import { createSeal } from '../store/seal.ts'
import { openStore } from '../store/store.ts'
import { examine } from './doctor/examine.ts'
import { lineOf } from './doctor/Finding.ts'
import { developmentSecrets } from './developmentSecrets.ts'

const isDev = process.argv.includes('--dev')
const variables = isDev ? { ...developmentSecrets('data'), ...processVariables(), NODE_ENV: 'development' } : processVariables()

let illnesses = 0
for await (const finding of examine({ nodeVersion: process.versions.node, variables, fetch, now: Date.now, tryDatabase })) {
  if (!finding.isWell) illnesses++
  process.stdout.write(`${lineOf(finding)}\n`)
}
process.exitCode = illnesses === 0 ? 0 : 1

async function tryDatabase({ databaseUrl, dataSecrets, indexSecret }: Settings): Promise<void> {
  const store = await openStore({ url: databaseUrl, seal: createSeal(dataSecrets), indexKey: indexSecret })
  await store.ping().finally(() => store.close())
}

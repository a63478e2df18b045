/** `npm run admin`: finds, disables and enables users, ends sessions, re-encrypts; `--help` says how. */
import { randomBytes } from 'node:crypto'
import { EnvError, processVariables, readEnv, withDefaults, type Settings } from '../settings/env.ts'
import { createSeal } from '../store/seal.ts'
import { openStore } from '../store/store.ts'
import { exitCodes, readOrder, runAdmin } from './admin/runAdmin.ts'
import { help } from './admin/sentences.ts'
import { developmentSecrets } from './developmentSecrets.ts'

const needed = ['NODE_ENV', 'DATABASE_URL', 'DATA_SECRETS', 'INDEX_SECRET']

const args = process.argv.slice(2)
const isDev = args.includes('--dev')
process.exitCode = await main(args.filter((arg) => arg !== '--dev')).catch((error: unknown) => {
  process.stderr.write(`${error instanceof EnvError || !(error instanceof Error) ? String(error) : error.message}\n`)
  return exitCodes.notFound
})

async function main(rest: readonly string[]): Promise<number> {
  const order = readOrder(rest)
  if (order === null) {
    process.stderr.write(`${help}\n`)
    return exitCodes.wrongUse
  }
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  if (order.action === 'help') {
    print(help)
    return exitCodes.done
  }
  const { databaseUrl, dataSecrets, indexSecret } = settings()
  const store = await openStore({ url: databaseUrl, seal: createSeal(dataSecrets), indexKey: indexSecret })
  try {
    return await runAdmin(order, { store, print })
  } finally {
    await store.close()
  }
}

/** The rest of the environment is no business of this command, so a fault there does not stop it. */
function settings(): Settings {
  const variables = processVariables()
  const present = Object.fromEntries(needed.map((name) => [name, variables[name]]))
  const unneeded = { WECHAT_APPS: 'unused:unused', TOKEN_SECRETS: `unused:${randomBytes(32).toString('base64')}` }
  const own = withDefaults({ ...unneeded, ...(isDev && developmentSecrets('data')) }, present)
  return readEnv({ ...own, ...(isDev && { NODE_ENV: 'development' }) })
}

/**
 * The API for development: what server/product.ts names, with secrets of its own in ./data and, unless WECHAT_APPS
 * names real ones, the sandbox.
 */
import { apiStoppedLine } from '../apiStoppedLine.ts'

// Loaded late, so that a file that cannot be loaded is told of, too.
process.once('exit', (code) => code !== 0 && process.stdout.write(`${apiStoppedLine}\n`))

try {
  const { processVariables, readEnv, withDefaults } = await import('../settings/env.ts')
  const { developmentSecrets } = await import('./developmentSecrets.ts')
  const { createDevelopersSandbox } = await import('./developersSandbox.ts')
  const { serve } = await import('../serve.ts')
  const { loadProduct } = await import('./loadProduct.ts')
  const app = await loadProduct(process.argv[2])
  const settings = readEnv({ ...withDefaults(developmentSecrets('data'), processVariables()), NODE_ENV: 'development' })
  const sandbox = settings.wechatApps.size === 0 ? { sandbox: createDevelopersSandbox() } : {}
  const { address, port } = await serve(app, settings, sandbox)
  process.stdout.write(`API ready at http://${address}:${port}\n`)
} catch (error) {
  process.stderr.write(`${told(error)}\n`)
  process.exitCode = 1
}

/** What is said in two languages is for people; anything else is a fault, and its stack says where. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isForPeople = error.name === 'EnvError' || /\p{Script=Han}/u.test(error.message)
  return isForPeople ? error.message : (error.stack ?? error.message)
}

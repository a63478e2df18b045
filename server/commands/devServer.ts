/** The API for development: secrets of its own in ./data and, unless WECHAT_APPS names real ones, WeChat's stand-in. */
import { EnvError, processVariables, readEnv } from '../env.ts'
import { serve } from '../serve.ts'
import { createDevelopersSandbox } from './developersSandbox.ts'
import { developmentSecrets } from './developmentSecrets.ts'

try {
  const settings = readEnv({ ...developmentSecrets('data'), ...processVariables(), NODE_ENV: 'development' })
  const { address, port } = await serve(settings, settings.wechatApps.size === 0 ? { sandbox: createDevelopersSandbox() } : {})
  process.stdout.write(`API ready at http://${address}:${port}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof EnvError || !(error instanceof Error) ? String(error) : error.message}\n`)
  process.exitCode = 1
}

/** The API for development: secrets of its own in ./data and, unless WECHAT_APPS names real ones, WeChat's stand-in. */
import { EnvError, processVariables, readEnv } from '../env.ts'
import { serve } from '../serve.ts'
import { createSandbox } from '../wechat/sandbox/sandbox.ts'
import { developmentSecrets } from './developmentSecrets.ts'

/** What DevTools' tourist mode, which needs no account, presents: a fixed app id and, at each sign-in, a fixed code. */
const tourist = { appId: 'touristappid', secret: 'sandbox', code: 'the code is a mock one' }

try {
  const settings = readEnv({ ...developmentSecrets('data'), ...processVariables(), NODE_ENV: 'development' })
  const { address, port } = await serve(settings, settings.wechatApps.size === 0 ? { sandbox: sandbox() } : {})
  process.stdout.write(`API ready at http://${address}:${port}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof EnvError ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function sandbox() {
  const apps = new Map([[tourist.appId, tourist.secret]])
  return { ...createSandbox({ apps }), apps, touristCode: tourist.code }
}

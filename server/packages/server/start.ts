/** Starts the production server: reads the environment, serves, or says what is wrong and exits. */
import { announcement } from './announcement.ts'
import { EnvError, forgetSecrets, readEnv } from './settings/env.ts'
import { createLog } from './observability/log.ts'
import { serve, type App } from './serve.ts'

/** Resolves once the server listens, or once it is told why it cannot; the process then ends with 1. */
export async function start(app: App): Promise<void> {
  try {
    const settings = readEnv()
    forgetSecrets()
    const log = createLog()
    const address = await serve(app, settings, { log })
    log.info({}, announcement(settings, address))
  } catch (error) {
    process.stderr.write(`${error instanceof EnvError ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}

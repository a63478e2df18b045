/** The production server: reads the environment, serves, or says what is wrong and exits. */
import { announcement } from './announcement.ts'
import { EnvError, readEnv } from './env.ts'
import { createLog } from './log.ts'
import { serve } from './serve.ts'

try {
  const settings = readEnv()
  const log = createLog()
  const address = await serve(settings, { log })
  log.info({}, announcement(settings, address))
} catch (error) {
  process.stderr.write(`${error instanceof EnvError ? error.message : String(error)}\n`)
  process.exitCode = 1
}

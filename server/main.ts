/** The production server: reads the environment, serves, or says what is wrong and exits. */
import { EnvError, readEnv } from './env.ts'
import { serve } from './serve.ts'

try {
  await serve(readEnv())
} catch (error) {
  process.stderr.write(`${error instanceof EnvError ? error.message : String(error)}\n`)
  process.exitCode = 1
}

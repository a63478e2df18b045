/** One config, three uses: uni-app's builds, the tests, and the production server. */
import process from 'node:process'
import 'uni-trpc-build/typescript'
import { defineConfig } from 'vite'

// After what reads it: all that stands under packages/ is TypeScript.
const { serverConfig, testConfig, uniConfig } = await import('uni-trpc-build')

export default defineConfig((env) => {
  if (process.env.VITEST) return testConfig
  if (process.env.UNI_PLATFORM) return uniConfig(env)
  return serverConfig
})

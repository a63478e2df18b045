/** One config, three uses: uni-app's builds, the tests, and the production server. */
import process from 'node:process'
import { defineConfig } from 'vite'
import { serverConfig } from './client/build/serverConfig.ts'
import { testConfig } from './client/build/testConfig.ts'
import { uniConfig } from './client/build/uniConfig.ts'

export default defineConfig((env) => {
  if (process.env.VITEST) return testConfig
  if (process.env.UNI_PLATFORM) return uniConfig(env)
  return serverConfig
})

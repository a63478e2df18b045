/** One config, three uses: uni-app's builds, the tests, and the production server. */
import process from 'node:process'
import { register } from 'tsx/esm/api'
import { defineConfig } from 'vite'

// What stands under packages/ is TypeScript, which Node reads by itself from 22.18 on only.
if (!Reflect.get(process.features, 'typescript')) register()
const { serverConfig, testConfig, uniConfig } = await import('uni-trpc-build')

export default defineConfig((env) => {
  if (process.env.VITEST) return testConfig
  if (process.env.UNI_PLATFORM) return uniConfig(env)
  return serverConfig
})

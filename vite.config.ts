/** One config, three uses: uni-app's builds, the tests, and the production server. */
import process from 'node:process'
import { register } from 'tsx/esm/api'
import { defineConfig } from 'vite'

// What stands under packages/ is TypeScript, which Node reads by itself from 22.18 on only. Whoever starts uni-app's
// builder sees to it before, and every import would ask a second tsx, too.
if (!process.env.UNI_PLATFORM && !Reflect.get(process.features, 'typescript')) register()
const { serverConfig, testConfig, uniConfig } = await import('uni-trpc-build')

export default defineConfig((env) => {
  if (process.env.VITEST) return testConfig
  if (process.env.UNI_PLATFORM) return uniConfig(env)
  return serverConfig
})

/** The vitest config: every test of every room in one run. */
import type { ViteUserConfig } from 'vitest/config'
import { placeholderAddress } from '../../shared/apiAddress.ts'
import { repository } from './repository.ts'

export const testConfig: ViteUserConfig = {
  root: repository,
  // Tests write files and load them; what vite remembers of folders would be out of date.
  server: { fs: { cachedChecks: false } },
  test: {
    include: ['{server,client,shared}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/fixture/**', '**/fixtures/**'],
    pool: 'forks',
    globalSetup: ['server/testing/clusterBroker.ts'],
    // Whole-system tests start servers and browsers; the first hook that needs a build waits for it.
    testTimeout: 30_000,
    hookTimeout: 180_000,
    env: { NODE_ENV: 'test', VITE_API_URL: placeholderAddress, VITE_API_URL_TRIAL: '' },
  },
}

/** The vitest config: every test of every room in one run, or those alone that need no build and no browser. */
import { availableParallelism } from 'node:os'
import type { ViteUserConfig } from 'vitest/config'
import { placeholderAddress } from '../../shared/apiAddress.ts'
import { repository } from './repository.ts'

const everywhere = '{server,client,shared}/**'
/** What builds, opens browsers, starts databases and processes, or runs compilers over a copy of everything. */
const system = [
  `${everywhere}/*.e2e.test.ts`,
  'client/build/{docs/*,lint,typeBridge,linkPackage,weight}.test.ts',
  'server/store/{postgres*,postgres/*,pooler,processes}.test.ts',
  `${everywhere}/*.postgres.test.ts`,
]
const elsewhere = ['**/node_modules/**', '**/dist/**', '**/fixture/**', '**/fixtures/**']

export const testConfig: ViteUserConfig = {
  root: repository,
  // Tests write files and load them; what vite remembers of folders would be out of date.
  server: { fs: { cachedChecks: false } },
  test: {
    pool: 'forks',
    // One less than there are, as vitest has it, leaves a machine with two half idle.
    maxWorkers: Math.max(2, availableParallelism()),
    minWorkers: 1,
    globalSetup: ['server/testing/clusterBroker.ts'],
    // Whole-system tests start servers and browsers; the first hook that needs a build waits for it.
    testTimeout: 30_000,
    hookTimeout: 180_000,
    env: { NODE_ENV: 'test', VITE_API_URL: placeholderAddress, VITE_API_URL_TRIAL: '' },
    projects: [
      { extends: true, test: { name: 'system', include: system, exclude: elsewhere } },
      {
        extends: true,
        // Nothing of ours keeps state in a module, so files of one process may share what they import.
        test: { name: 'unit', include: [`${everywhere}/*.test.ts`], exclude: [...elsewhere, ...system], isolate: false },
      },
    ],
  },
}

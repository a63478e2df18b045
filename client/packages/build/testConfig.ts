/** The vitest config: a team's own tests and, in this repository, those of the packages beside them. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'
import { placeholderAddress } from 'uni-trpc-protocol'
import { LongestFirst } from './longestFirst.ts'
import { memoryFolder } from './memoryFolder.ts'
import { repository } from './repository.ts'

const everywhere = '{server,client,shared}/**'
/** What builds, opens browsers, starts databases and processes, or runs compilers over a copy of everything. */
const system = [
  `${everywhere}/*.e2e.test.ts`,
  'client/packages/build/{docs/*,lint,typeBridge,packing/*,weight,calls}.test.ts',
  'server/packages/server/**/{postgres*,openPostgres,pooler,processes}.test.ts',
  `${everywhere}/*.postgres.test.ts`,
]
const elsewhere = ['**/node_modules/**', '**/dist/**', '**/fixture/**', '**/fixtures/**']
const clusterBroker = 'server/packages/server/testing/clusterBroker.ts'
const memory = 'client/packages/build/memoryFolder.ts'
const withPackages = existsSync(resolve(repository, clusterBroker))

/** Whole-system tests wait for builds, servers and browsers half of their time: more files than cores fill it. */
const workers = Math.max(3, Math.ceil(availableParallelism() * 1.5))

export const testConfig: ViteUserConfig = {
  root: repository,
  // Tests write files and load them; what vite remembers of folders would be out of date.
  server: { fs: { cachedChecks: false } },
  test: {
    pool: 'forks',
    // Nothing of ours keeps state in a module, so files of one process share what they import. It counts here alone: a
    // project that says so by itself gets a process for each file all the same.
    isolate: false,
    // Whole-system tests start servers and browsers; the first hook that needs a build waits for it.
    testTimeout: 30_000,
    hookTimeout: 180_000,
    // A poll ends when it is true: the bound is for what never comes, and machines are slow at times.
    expect: { poll: { timeout: 10_000 } },
    env: { NODE_ENV: 'test', VITE_API_URL: placeholderAddress, VITE_API_URL_TRIAL: '' },
    ...(withPackages ? ofRepository() : { include: [`${everywhere}/*.test.ts`], exclude: elsewhere }),
  },
}

function ofRepository(): ViteUserConfig['test'] {
  return {
    maxWorkers: workers,
    // As many: a process that has nothing to do for a moment would be ended, at times twice, and with it the run.
    minWorkers: workers,
    globalSetup: [clusterBroker],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        // Proxies, browsers and processes of others miss a beat on a busy machine; what fails twice is broken, and all
        // is told.
        test: { name: 'system', include: system, exclude: elsewhere, retry: 1 },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${everywhere}/*.test.ts`],
          exclude: [...elsewhere, ...system],
          globalSetup: [memory],
          env: memoryFolder(),
        },
      },
    ],
  }
}

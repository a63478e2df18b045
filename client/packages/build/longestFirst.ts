/** For vitest: the longest files start first, so that none of them is left running alone at the end. */
import type { TestSequencer, TestSpecification, Vitest } from 'vitest/node'

/** About how long they take, for a machine that has not run them yet: the end of the path, seconds of one core. */
const known: readonly (readonly [path: string, seconds: number])[] = [
  ['create/create.e2e.test.ts', 100],
  ['dev/dev.e2e.test.ts', 60],
  ['build/bundle.e2e.test.ts', 50],
  ['e2e/pages.e2e.test.ts', 45],
  ['e2e/mishaps.e2e.test.ts', 40],
  ['build/typeBridge.test.ts', 35],
  ['build/weight.test.ts', 30],
  ['docs/addingAFeature.test.ts', 30],
  ['store/postgresFaults.test.ts', 30],
  ['link/trpcVersions.e2e.test.ts', 30],
  ['link/runtimes.e2e.test.ts', 25],
  ['commands/operating.e2e.test.ts', 25],
  ['commands/container.e2e.test.ts', 20],
  ['packing/linkPackage.test.ts', 20],
  ['e2e/h5Pages.e2e.test.ts', 20],
  ['link/package.e2e.test.ts', 15],
]

export class LongestFirst implements TestSequencer {
  readonly #vitest: Vitest

  constructor(vitest: Vitest) {
    this.#vitest = vitest
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    // Loaded late: builds read this config, too, and need no vitest.
    const { BaseSequencer } = await import('vitest/node')
    return new BaseSequencer(this.#vitest).shard(files)
  }

  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { BaseSequencer } = await import('vitest/node')
    const sorted = await new BaseSequencer(this.#vitest).sort(files)
    return sorted.sort((one, other) => secondsOf(other) - secondsOf(one))
  }
}

/** 0 for one of the many that take no longer than their neighbours. */
function secondsOf({ moduleId }: TestSpecification): number {
  return known.find(([path]) => moduleId.endsWith(`/${path}`))?.[1] ?? 0
}

/** What a whole-system test stands on: a real build, and the real server with the sandbox and a database of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type RunningServer, testEnvironment } from 'uni-trpc-server/testing'
import { startDevServer } from './startDevServer.ts'
import { builtPackage, type PackageName } from '../builtPackage.ts'

export interface BuiltWorld {
  readonly packageDir: string
  readonly server: RunningServer
}

/**
 * To be called at the top of a test file; both are there for all of its tests, and gone after them.
 *
 * @param variables of the server's environment, where a test needs others
 */
export function builtWorld(build: PackageName, variables: Readonly<Record<string, string>> = {}): BuiltWorld {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
  let world: BuiltWorld | null = null
  const there = (): BuiltWorld => {
    if (!world) throw new Error('The world is there inside of tests only')
    return world
  }
  beforeAll(async () => {
    const packageDir = await builtPackage(build)
    world = { packageDir, server: await startDevServer({ ...testEnvironment(join(folder, 'test.db')), ...variables }) }
  })
  afterAll(async () => {
    await world?.server.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get packageDir() {
      return there().packageDir
    },
    get server() {
      return there().server
    },
  }
}

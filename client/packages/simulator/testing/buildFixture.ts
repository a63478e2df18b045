// Builds the fixture program with the uni CLI into a folder of its own.
import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { env, execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const fixture = fileURLToPath(new URL('../fixture', import.meta.url))
const repository = fileURLToPath(new URL('../../../..', import.meta.url))

/** Answers the folder of the built mp-weixin package. */
export async function buildFixture(): Promise<string> {
  const output = path.join(await mkdtemp(path.join(tmpdir(), 'simulator-fixture-')), 'mp-weixin')
  const uni = createRequire(import.meta.url).resolve('@dcloudio/vite-plugin-uni/bin/uni.js')
  await run(execPath, [uni, 'build', '-p', 'mp-weixin', '--config', path.join(fixture, 'vite.config.ts')], {
    // The plugin looks for a package.json where it runs.
    cwd: repository,
    // Without CI the CLI posts a hash of the machine's MAC address to DCloud.
    env: { ...env, NODE_ENV: 'production', CI: '1', UNI_INPUT_DIR: fixture, UNI_OUTPUT_DIR: output },
  })
  return output
}

/**
 * A real headless Chromium for tests: on Linux the one inside an npm package, elsewhere the installed Chrome or Edge.
 */
import { createRequire } from 'node:module'
import { arch, homedir, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { repository } from '../repository.ts'
import { withLock } from '../withLock.ts'

/** Resolves to null where there is no browser to be had, which is for the test to say. */
export async function openBrowser(): Promise<Browser | null> {
  if (platform() === 'linux' && arch() === 'x64') return packagedChromium()
  for (const channel of ['chrome', 'msedge']) {
    const browser = await chromium.launch({ channel }).catch(() => null)
    if (browser) return browser
  }
  return null
}

async function packagedChromium(): Promise<Browser> {
  const { default: packaged } = await import('@sparticuz/chromium')
  const build = join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '..', '..')
  const files = join(build, '..', 'bin')
  // Not among the package's exports; it unpacks these libraries by itself in a function of Amazon's alone.
  const unpacking: { inflate(file: string): Promise<string> } = await import(
    pathToFileURL(join(build, 'esm', 'lambdafs.js')).href
  )
  // Two test files must not unpack into the same folder at once.
  const executablePath = await withLock(join(repository, 'node_modules', '.cache', 'chromium.lock'), async () => {
    // Its own libnss3 and the like, for systems that have none.
    await unpacking.inflate(join(files, 'al2023.tar.br'))
    return packaged.executablePath(files)
  })
  return chromium.launch({
    executablePath,
    // Not the package's own, which are for servers of functions: in one process it crashed at one start in a hundred,
    // and its contexts shared their storage. Without a sandbox, for in containers tests run as root.
    args: ['--no-sandbox', '--disable-gpu'],
    env: {
      HOME: homedir(),
      LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib'),
      FONTCONFIG_PATH: join(tmpdir(), 'fonts'),
    },
  })
}

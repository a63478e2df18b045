/**
 * What end-to-end tests run: real builds, made on first use and kept by a hash of the sources, so that a unit test
 * builds nothing and ten test files build once. Call it from `beforeAll`.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { secret, testEnvironment } from 'uni-trpc-server/testing'
import { originsSchema, type Origins } from './origins.ts'
import { repository } from './repository.ts'
import { sourceHash } from './sourceHash.ts'
import { withLock } from './withLock.ts'

interface Recipe {
  /** Arguments of a Node process which builds into `outDir`. */
  command: (outDir: string) => string[]
  /** Beyond what every build has. */
  env?: Readonly<Record<string, string>>
  /** Which folders and files decide whether it has to be built anew. */
  sources: string[]
}

const typescript = ['--import', 'uni-trpc-build/typescript']
const uni = [...typescript, 'client/packages/build/uni.ts', 'build']
const clientSources = ['client', 'shared', 'vite.config.ts', 'package-lock.json']

/** The API address in `mp-weixin` and `h5` is `https://api.example.com`; the development builds use port 3000. */
const recipes = {
  'mp-weixin': { command: () => [...uni, '-p', 'mp-weixin'], sources: clientSources },
  /** The same with the developers' page, whose buttons the tests press. */
  'mp-weixin-workbench': {
    command: () => [...uni, '-p', 'mp-weixin'],
    env: { VITE_WORKBENCH: 'true' },
    sources: clientSources,
  },
  'mp-weixin-development': {
    command: () => [...uni, '-p', 'mp-weixin', '--mode', 'development'],
    sources: clientSources,
  },
  h5: { command: () => uni, sources: clientSources },
  /** For a browser: the API is asked at the page's own origin, login codes come from the sandbox. */
  'h5-test': { command: () => [...uni, '--mode', 'test'], sources: clientSources },
  /** Holds main.js. */
  server: {
    command: (outDir) => ['node_modules/vite/bin/vite.js', 'build', '--ssr', 'server/main.ts', '--outDir', outDir],
    sources: ['server', 'shared', 'client/packages/build', 'vite.config.ts', 'package-lock.json'],
  },
  /** Holds devServer.js, admin.js and doctor.js, and what tests start as processes of their own. */
  commands: {
    command: (outDir) => [...typescript, 'client/packages/build/testing/buildCommands.ts', outDir],
    sources: ['server', 'shared', 'client/packages/build', 'package-lock.json'],
  },
  /** What npm packs of client/packages/link, unpacked. */
  link: {
    command: (outDir) => [...typescript, 'client/packages/build/packing/packLink.ts', outDir],
    sources: [
      'client/packages/link',
      'client/packages/build',
      'client/packages/session/globals',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
    ],
  },
  /** Every package as npm packs it, unpacked, each in a folder of its name. */
  packages: {
    command: (outDir) => [...typescript, 'client/packages/build/packing/packAll.ts', outDir],
    sources: [
      'client',
      'server',
      'shared',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'vite.config.ts',
      'Dockerfile',
    ],
  },
} satisfies Record<string, Recipe>

export type PackageName = keyof typeof recipes

export const packageNames = Object.keys(recipes) as PackageName[]

/** What client/packages/build/origins.ts noted, beside the package. */
const originsName = 'origins.json'

const cacheDir = resolve(repository, 'node_modules/.cache/builds')
const keptMs = 24 * 60 * 60 * 1000

/**
 * The folder of a fresh build of the present sources; built now if nobody has.
 * @throws with the builder's own output when the build fails.
 */
export async function builtPackage(name: PackageName): Promise<string> {
  const recipe: Recipe = recipes[name]
  const hash = await sourceHash(repository, recipe.sources)
  const home = resolve(cacheDir, `${name}.${hash}`)
  if (!existsSync(home)) await withLock(`${home}.lock`, () => buildOnce(name, home))
  await utimes(home, new Date(), new Date())
  return resolve(home, 'package')
}

/** Where the scripts of such a package come from. */
export async function originsOf(packageDir: string): Promise<Origins> {
  return originsSchema.parse(JSON.parse(await readFile(resolve(packageDir, '..', originsName), 'utf8')))
}

async function buildOnce(name: PackageName, home: string): Promise<void> {
  if (existsSync(home)) return
  await removeOldBuilds(name)
  const making = `${home}.${process.pid}`
  // Under node_modules no package.json above says that .js means ES module.
  await mkdir(making, { recursive: true })
  await writeFile(resolve(making, 'package.json'), '{ "type": "module" }\n')
  await build(recipes[name], making)
  await rename(making, home)
}

async function build(recipe: Recipe, making: string): Promise<void> {
  const outDir = resolve(making, 'package')
  const { stdout, stderr } = await promisify(execFile)(process.execPath, recipe.command(outDir), {
    cwd: repository,
    env: { ...buildEnvironment(outDir), ...recipe.env, ORIGINS_FILE: resolve(making, originsName) },
    maxBuffer: 16 * 1024 * 1024,
  })
  if (!existsSync(outDir)) throw new Error(`The build left nothing behind.\n${stdout}\n${stderr}`)
}

/** As on a machine that builds and serves: what the server alone may know is there, and must get into no build. */
const serverEnvironment = { ...testEnvironment(''), WECHAT_APPS: `touristappid:${secret('app')}` }

/** The caller's environment without what would make this build differ from anybody else's. */
function buildEnvironment(outDir: string): NodeJS.ProcessEnv {
  const differing = /^(VITE|UNI_|NODE_ENV$|NODE_OPTIONS$|PORT$|CI$)/
  const kept = Object.entries(process.env).filter(([name]) => !differing.test(name))
  // Empty values also win over a .env file in the repository.
  const unset = {
    VITE_API_URL: '',
    VITE_API_URL_TRIAL: '',
    VITE_APP_ID: '',
    VITE_SANDBOX: '',
    VITE_WORKBENCH: '',
    PORT: '',
  }
  return { ...Object.fromEntries(kept), ...unset, ...serverEnvironment, UNI_OUTPUT_DIR: outDir }
}

async function removeOldBuilds(name: PackageName): Promise<void> {
  for (const entry of await readdir(cacheDir)) {
    if (!entry.startsWith(`${name}.`)) continue
    const path = resolve(cacheDir, entry)
    const age = Date.now() - (await stat(path)).mtimeMs
    if (age > keptMs) await rm(path, { recursive: true, force: true })
  }
}

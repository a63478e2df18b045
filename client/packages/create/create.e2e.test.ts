/**
 * A project as somebody begins it: written, checked, tested, built and signed in to, with the packages as npm has them.
 */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { builtPackage, createProjectIn, createWalks, installInto, openBrowser, serveH5 } from 'uni-trpc-build/testing'
import { features } from './features.ts'
import { start, testEnvironment, type RunningServer } from 'uni-trpc-server/testing'
import { exparserEngine, glassEaselEngine } from 'uni-trpc-simulator'

const slow = 300_000
const home = mkdtempSync(join(tmpdir(), 'create-uni-trpc-'))
const project = join(home, 'my-program')
/** Every file that is the team's, with what it holds. */
const written = new Map<string, string>()

beforeAll(async () => {
  await builtPackage('packages')
}, slow)
beforeAll(async () => {
  await createProjectIn(project, ['--title', '我的小程序', '--app-id', 'wx0123456789abcdef'])
  for (const path of theirs()) written.set(path, readFileSync(join(project, path), 'utf8'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function theirs(): string[] {
  const all = readdirSync(project, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return all
    .map(({ parentPath, name }) => join(parentPath, name).slice(project.length + 1))
    .filter((path) => !/^(node_modules|dist|data)\b/.test(path))
}

/** Runs a script of the project; answers its exit code and all it said. */
function run(args: readonly string[], cwd = project): Promise<{ status: number | null; output: string }> {
  // Not vitest's own variables, by which the project would take itself for a test of this repository.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITE|VITEST|NODE_ENV|UNI_|npm_)/.test(name)),
  )
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', ...args], {
      cwd,
      env: { ...env, NO_COLOR: '1' },
      shell: process.platform === 'win32',
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    child.once('close', (status) => resolve({ status, output }))
  })
}

describe('a new project', () => {
  it('is named in its own files, and holds nothing of the library', () => {
    expect(JSON.parse(written.get('package.json') ?? '')).toMatchObject({ name: 'my-program', private: true })
    expect(JSON.parse(written.get('client/manifest.json') ?? '')).toMatchObject({ name: '我的小程序' })
    expect([...written.keys()].filter((path) => /packages|protocol|e2e/.test(path))).toEqual([])
    expect([...written.keys()]).toEqual(
      expect.arrayContaining(['.gitignore', '.env.example', 'server/procedures/auth.ts', 'client/api.ts']),
    )
    expect([...written.values()].join('')).not.toMatch(/client\/packages|server\/packages/)
  })

  it('passes its own check and its own tests', { timeout: slow }, async () => {
    expect(await run(['check'])).toMatchObject({ status: 0 })
    const tests = await run(['test'])
    expect(tests).toMatchObject({ status: 0 })
    expect(tests.output).toMatch(/Tests +\d{2,} passed/)
  })

  it('finds in its pages what is renamed in its procedures', { timeout: slow }, async () => {
    const file = join(project, 'server/procedures/user.ts')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('  unbindPhone: signedInProcedure', '  forgetPhone: signedInProcedure'))
    const { status, output } = await run(['check'])
    writeFileSync(file, text)
    expect(status).not.toBe(0)
    expect(output).toMatch(/client\/pages[^\n]+error TS2(339|551)/)
  })
})

describe('a project without what can be left out', () => {
  it('passes its own check and its own tests, too', { timeout: slow }, async () => {
    const small = join(home, 'small-program')
    await createProjectIn(small, ['--without', features.join(',')])
    expect(await run(['check'], small)).toMatchObject({ status: 0 })
    expect(await run(['test'], small)).toMatchObject({ status: 0 })
  })
})

describe('what it builds', () => {
  let server: RunningServer
  beforeAll(async () => {
    for (const script of ['build:mp-weixin', 'build:h5', 'build:server'])
      expect(await run([script])).toMatchObject({ status: 0 })
    const environment = { ...testEnvironment(join(home, 'test.db')), NODE_ENV: 'development' }
    server = await start([join(project, 'node_modules/uni-trpc-server/bin.js'), 'devServer'], environment, project)
  }, slow)
  afterAll(async () => void (await server.stop()))

  it('is a mini program, an H5 page and a server', () => {
    for (const file of ['build/mp-weixin/app.json', 'build/h5/index.html', 'server/main.js'])
      expect(existsSync(join(project, 'dist', file))).toBe(true)
    expect(readFileSync(join(project, 'dist/build/mp-weixin/project.config.json'), 'utf8')).toContain(
      'wx0123456789abcdef',
    )
  })

  it('opens in a browser as it is published: what is left out and made small is not missed', async () => {
    const browser = await openBrowser()
    if (!browser) return void process.stdout.write('no Chrome or Edge is installed, so the H5 page is not tried\n')
    onTestFinished(() => browser.close())
    const web = await serveH5(join(project, 'dist/build/h5'), server.origin)
    onTestFinished(() => web.close())
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    await page.goto(web.origin)
    await page.click('.enter')
    await page.waitForSelector('.agree')
    expect(errors).toEqual([])
  })

  it.each([
    ['exparser', exparserEngine],
    ['glass-easel', glassEaselEngine],
  ] as const)('signs a person in on %s', async (_name, engine) => {
    const walks = createWalks({ packageDir: join(project, 'dist/build/mp-weixin'), server, engine })
    const walk = await walks.start('alice')
    await walk.tap('.enter')
    await walk.tap('.agree')
    await walk.tap('.sign-in')
    await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.person'))
    walks.end()
  })
})

describe('an update of the library', () => {
  it('is taken over with no file of the project touched, a feature of its own included', {
    timeout: slow,
  }, async () => {
    writeFileSync(join(project, 'server/procedures/weather.ts'), weather)
    const router = join(project, 'server/procedures/router.ts')
    writeFileSync(
      router,
      readFileSync(router, 'utf8')
        .replace('import { router }', "import { weatherRouter } from './weather.ts'\nimport { router }")
        .replace('router({', 'router({\n  weather: weatherRouter,'),
    )
    const before = theirs().map((path) => [path, readFileSync(join(project, path), 'utf8')])
    installInto(project, nextVersion(await builtPackage('packages')))

    expect(await run(['check'])).toMatchObject({ status: 0 })
    expect(await run(['test'])).toMatchObject({ status: 0 })
    expect(theirs().map((path) => [path, readFileSync(join(project, path), 'utf8')])).toEqual(before)
    const server = await start(
      [join(project, 'node_modules/uni-trpc-server/bin.js'), 'devServer'],
      { ...testEnvironment(join(home, 'next.db')), NODE_ENV: 'development' },
      project,
    )
    const answer = await fetch(`${server.origin}/trpc/weather.today`)
    expect(await answer.json()).toEqual({ result: { data: { sky: 'blue' } } })
    // What the changed engine does.
    expect(answer.headers.get('x-engine')).toBe('next')
    await server.stop()
  })
})

const weather = `import { openProcedure, router } from './trpc.ts'

export const weatherRouter = router({ today: openProcedure.query(() => ({ sky: 'blue' })) })
`

/** The packages as a later release might have them: another version, and an engine that does something new. */
function nextVersion(packages: string): string {
  const next = join(home, 'next')
  cpSync(packages, next, { recursive: true })
  for (const name of readdirSync(next)) {
    const file = join(next, name, 'package.json')
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('0.1.0', '0.2.0'))
  }
  const app = join(next, 'uni-trpc-server/dist/http/app.js')
  const text = readFileSync(app, 'utf8')
  const changed = text.replaceAll("'cache-control': 'no-store',", "'cache-control': 'no-store', 'x-engine': 'next',")
  expect(changed).not.toBe(text)
  writeFileSync(app, changed)
  return next
}

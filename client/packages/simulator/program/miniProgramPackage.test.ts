// What is said about packages that cannot run.
import { describe, expect, it } from 'vitest'
import { openSimulator } from '../openSimulator.ts'
import { engines } from '../testing/engines.ts'
import { writePackage } from '../testing/writePackage.ts'
import { readMiniProgramPackage } from './miniProgramPackage.ts'
import { filesUnder } from './usedFiles.ts'

describe('a package', () => {
  it('is read through app.json: pages, subpackages, tabs and the components they reach', () => {
    const program = readMiniProgramPackage(
      writePackage({
        'app.json': {
          pages: ['pages/index'],
          subPackages: [{ root: 'shop', pages: ['list'] }],
          usingComponents: { everywhere: './parts/all' },
          tabBar: { list: [{ pagePath: 'pages/index' }] },
          networkTimeout: { request: 5000 },
        },
        'shop/list.js': '',
        'pages/index.json': { usingComponents: { card: '../parts/card' } },
        'parts/card.json': { component: true, usingComponents: { inner: '/parts/inner', card: './card' } },
      }),
    )
    expect(program).toMatchObject({ pages: ['pages/index', 'shop/list'], tabs: ['pages/index'], requestTimeout: 5000 })
    expect(program.components).toEqual(['parts/all', 'parts/inner', 'parts/card'])
    expect(program.using('pages/index')).toEqual({ everywhere: 'parts/all', card: 'parts/card' })
    expect(filesUnder(program.directory, '.js')).toEqual(['app.js', 'pages/index.js', 'shop/list.js'])
  })

  it('that was never built, or misses a page, is named', () => {
    const directory = writePackage({ 'app.json': { pages: ['pages/index', 'pages/gone'] } })
    expect(() => readMiniProgramPackage(`${directory}/pages`)).toThrow(/No app\.json in .*is the mini program built\?/)
    expect(() => readMiniProgramPackage(directory)).toThrow('app.json lists pages/gone, but pages/gone.js is missing')
  })
})

describe.each(engines)('opening on %s', (_name, engine) => {
  it("fails with the compiler's words when a template does not parse", async () => {
    const packageDir = writePackage({ 'pages/index.wxml': '<view>{{a?.b}}</view>' })
    await expect(openSimulator({ packageDir, engine: engine() })).rejects.toThrow(
      /refuses the templates: pages\/index\.wxml/,
    )
  })

  it.each([
    ['app.js', 'throw new Error("at the start")', 'at the start'],
    [
      'pages/index.js',
      'require("./none"); Page({})',
      "module './none' is not defined, require args is './none' (from pages/index.js)",
    ],
    ['pages/index.js', 'Page({', 'Unexpected end of input'],
    ['pages/index.js', 'Page({ data: window.name })', "Cannot read properties of undefined (reading 'name')"],
    ['pages/index.js', '', 'pages/index.js registers no page'],
  ])('launch fails when %s is %j', async (file, content, message) => {
    const simulator = await openSimulator({ packageDir: writePackage({ [file]: content }), engine: engine() })
    await expect(simulator.launch()).rejects.toThrow(message)
    simulator.close()
  })

  it('a program starts once, on a page it has', async () => {
    const simulator = await openSimulator({ packageDir: writePackage({}), engine: engine() })
    expect(() => simulator.currentPage()).toThrow('No page is open: was the program launched?')
    await expect(simulator.launch({ path: 'pages/none' })).rejects.toThrow('app.json lists no page pages/none')
    await simulator.launch()
    await expect(simulator.launch()).rejects.toThrow(/^Already launched/)
    simulator.close()
  })
})

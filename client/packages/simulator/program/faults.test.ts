// One broken file ends its own pages, by name; every other page runs.
import { onTestFinished, describe, expect, it } from 'vitest'
import { openSimulator } from '../openSimulator.ts'
import { ask } from '../testing/launchProgram.ts'
import { engines } from '../testing/engines.ts'
import { writePackage } from '../testing/writePackage.ts'

const BROKEN: [string, string, Record<string, string | object>][] = [
  ['a page that throws', 'pages/bad.js', { 'pages/bad.js': 'throw new Error("no")' }],
  ['a page with a syntax error', 'pages/bad.js', { 'pages/bad.js': 'Page({' }],
  ['a template that does not parse', 'pages/bad.wxml', { 'pages/bad.wxml': '<view>{{a?.b}}</view>' }],
  ['a json that does not parse', 'pages/bad.json', { 'pages/bad.json': '{ "usingComponents": ' }],
  ['a component that throws', 'parts/c.js', { 'parts/c.js': 'throw new Error("no")' }],
  ['a component with a template that does not parse', 'parts/c.wxml', { 'parts/c.wxml': '<view>{{a b}}</view>' }],
  ['a component that is nowhere', 'parts/none.js', { 'pages/bad.json': { usingComponents: { c: '/parts/none' } } }],
  [
    'a wxs module that does not parse',
    'lib/m.wxs',
    { 'pages/bad.wxml': '<wxs src="../lib/m.wxs" module="m"/>', 'lib/m.wxs': 'module.exports = {' },
  ],
  [
    'a module that is required and throws',
    'pages/bad.js',
    { 'pages/bad.js': 'require("../lib/m"); Page({})', 'lib/m.js': 'null.x' },
  ],
]

describe.each(engines)('on %s', (_name, engine) => {
  it.each(BROKEN)('%s ends its own pages only', async (_kind, file, files) => {
    const packageDir = writePackage({
      'app.json': { pages: ['pages/index', 'pages/bad'] },
      'pages/index.wxml': '<view>fine</view>',
      'pages/bad.js': 'Page({})',
      'pages/bad.wxml': '<view/>',
      'pages/bad.json': { usingComponents: { c: '/parts/c' } },
      'parts/c.json': { component: true },
      'parts/c.js': 'Component({})',
      'parts/c.wxml': '<view/>',
      ...files,
    })
    const simulator = await openSimulator({ packageDir, engine: engine() })
    onTestFinished(simulator.close)
    const page = await simulator.launch()
    expect(page.text()).toBe('fine')
    expect(simulator.errors).toEqual([])
    const answer = (await ask(simulator, 'wx.navigateTo({ url: "/pages/bad" })')) as { rejected: { errMsg: string } }
    expect(answer.rejected.errMsg).toMatch(/^navigateTo:fail pages\/bad does not open/)
    expect(answer.rejected.errMsg).toContain(file)
    expect(simulator.errors.map(String).join()).toContain(file)
    expect(simulator.currentPage().route).toBe('pages/index')

    const other = await openSimulator({ packageDir, engine: engine() })
    onTestFinished(other.close)
    await expect(other.launch({ path: 'pages/bad' })).rejects.toThrow(file)
  })

  it('a component that app.json offers to every page ends those that write its tag', async () => {
    const packageDir = writePackage({
      'app.json': { pages: ['pages/index', 'pages/bad'], usingComponents: { c: '/parts/c', outer: '/parts/outer' } },
      'pages/index.wxml': '<view>fine</view>',
      'pages/bad.js': 'Page({})',
      'pages/bad.wxml': '<outer/>',
      'parts/outer.json': { component: true },
      'parts/outer.js': 'Component({})',
      'parts/outer.wxml': '<c/>',
      'parts/c.json': { component: true },
      'parts/c.js': 'throw new Error("no")',
      'parts/c.wxml': '<view/>',
    })
    const simulator = await openSimulator({ packageDir, engine: engine() })
    onTestFinished(simulator.close)
    expect((await simulator.launch()).text()).toBe('fine')
    expect(await ask(simulator, 'wx.navigateTo({ url: "/pages/bad" })')).toMatchObject({
      rejected: { errMsg: expect.stringContaining('parts/c.js: no') as string },
    })
  })

  it('what the compilers only warn of ends nothing', async () => {
    const packageDir = writePackage({
      'pages/index.json': { usingComponents: { c: '/parts/c' } },
      'pages/index.js': 'Page({ data: { list: [{}, {}] } })',
      'pages/index.wxml': '<c/><view wx:for="{{list}}" wx:key="none">{{index}}</view>',
      'parts/c.json': { component: true },
      'parts/c.js': 'Component({})',
      'parts/c.wxml': '<slot><view/></slot><view>after</view>',
    })
    const simulator = await openSimulator({ packageDir, engine: engine() })
    onTestFinished(simulator.close)
    expect((await simulator.launch()).text()).toBe('after01')
    expect(simulator.errors).toEqual([])
    if (simulator.console.length > 0)
      expect(simulator.console.every((entry) => entry.level === 'warn' && entry.text.includes('wx:key'))).toBe(true)
  })

  it('a program of many pages and many app-wide components opens: wcc is told of them in one argument', async () => {
    const numbers = Array.from({ length: 150 }, (_, number) => number)
    const packageDir = writePackage({
      'app.json': {
        pages: ['pages/index', ...numbers.map((number) => `pages/p${number}`)],
        usingComponents: Object.fromEntries(numbers.map((number) => [`a-component-with-a-name-${number}`, '/parts/c'])),
      },
      'pages/index.wxml': '<a-component-with-a-name-7/>',
      ...Object.fromEntries(
        numbers.flatMap((number) => [
          [`pages/p${number}.js`, 'Page({})'],
          [`pages/p${number}.wxml`, '<view/>'],
        ]),
      ),
      'parts/c.json': { component: true },
      'parts/c.js': 'Component({})',
      'parts/c.wxml': '<view>seven</view>',
    })
    const simulator = await openSimulator({ packageDir, engine: engine() })
    onTestFinished(simulator.close)
    expect((await simulator.launch()).text()).toBe('seven')
  })
})

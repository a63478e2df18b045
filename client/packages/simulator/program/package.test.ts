// What app.json and a page's address bring about, on both engines.
import { describe, expect, it } from 'vitest'
import { openSimulator } from '../openSimulator.ts'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { engines } from '../testing/engines.ts'
import { writePackage } from '../testing/writePackage.ts'

const part = (name: string, js: string, wxml: string): Record<string, string | object> => ({
  [`${name}.json`]: { component: true },
  [`${name}.js`]: js,
  [`${name}.wxml`]: wxml,
})

describe.each(engines)('a program on %s', (_name, engine) => {
  const lines = (simulator: { console: { text: string }[] }): string[] => simulator.console.map((entry) => entry.text)

  it('fills generics: by name, by default, and handed on', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { list: '/parts/list', card: '/parts/card', outer: '/parts/outer' } },
        'pages/index.wxml':
          '<list class="a" generic:item="card"/><list class="b"/><outer class="c" generic:inner="card"/>',
        ...part(
          'parts/list',
          'Component({ data: { words: ["x", "y"] } })',
          '<item wx:for="{{words}}" wx:key="*this" word="{{item}}"/>',
        ),
        'parts/list.json': { component: true, componentGenerics: { item: { default: './plain' } } },
        ...part('parts/outer', 'Component({})', '<list generic:item="inner"/>'),
        'parts/outer.json': {
          component: true,
          componentGenerics: { inner: true },
          usingComponents: { list: './list' },
        },
        ...part('parts/card', 'Component({ properties: { word: String } })', '<view>card {{word}} </view>'),
        ...part('parts/plain', 'Component({ properties: { word: String } })', '<view>plain {{word}} </view>'),
      },
    })
    const page = simulator.currentPage()
    expect([page.text('.a'), page.text('.b'), page.text('.c')]).toEqual([
      'card x card y',
      'plain x plain y',
      'card x card y',
    ])
    expect(simulator.errors).toEqual([])
  })

  it('shows a placeholder or the component it stands for', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': {
          usingComponents: { late: '/parts/late', now: '/parts/now' },
          componentPlaceholder: { late: 'now' },
        },
        'pages/index.wxml': '<late/>',
        ...part('parts/late', 'Component({})', '<view>late</view>'),
        ...part('parts/now', 'Component({})', '<view>now</view>'),
      },
    })
    expect(simulator.currentPage().text()).toMatch(/^(late|now)$/)
  })

  it('has a tab bar of its own on each tab page', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'app.json': {
          pages: ['pages/index', 'pages/b', 'pages/c'],
          tabBar: { custom: true, list: [{ pagePath: 'pages/index' }, { pagePath: 'pages/b' }] },
        },
        'pages/index.js': 'Page({ onShow() { this.getTabBar().setData({ on: "index" }) } })',
        'pages/b.js': 'Page({ onShow() { this.getTabBar((bar) => 0).setData({ on: "b" }) } })',
        'pages/b.wxml': '<view/>',
        'pages/c.js': 'Page({})',
        'pages/c.wxml': '<view/>',
        ...part(
          'custom-tab-bar/index',
          'Component({ methods: { go() { wx.switchTab({ url: "/pages/b" }) } } })',
          '<view class="bar" bindtap="go">{{on}}</view>',
        ),
      },
    })
    expect(simulator.currentPage().text('.bar')).toBe('index')
    await simulator.currentPage().tap('.bar')
    expect([simulator.currentPage().route, simulator.currentPage().text('.bar')]).toEqual(['pages/b', 'b'])
    await ask(simulator, 'wx.navigateTo({ url: "/pages/c" })')
    expect(simulator.currentPage().exists('.bar')).toBe(false)
    expect(simulator.errors).toEqual([])
  })

  it('loads a subpackage when one of its pages is entered', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'app.json': { pages: ['pages/index'], subPackages: [{ root: 'shop', pages: ['list', 'item'] }] },
        'app.js': 'console.log("app"); App({ onLaunch() { console.log("launched") } })',
        'pages/index.js': 'console.log("index"); Page({})',
        'shop/list.js': 'console.log("list"); Page({})',
        'shop/list.wxml': '<view/>',
        'shop/item.js': 'console.log("item"); Page({})',
        'shop/item.wxml': '<view/>',
      },
    })
    expect(lines(simulator)).toEqual(['app', 'index', 'launched'])
    await ask(simulator, 'wx.navigateTo({ url: "/shop/item" })')
    expect(lines(simulator).slice(3).sort()).toEqual(['item', 'list'])
  })

  it('gives a page that is a component the properties of its address', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'app.json': { pages: ['pages/index', 'pages/b'] },
        ...part(
          'pages/b',
          'Component({ properties: { id: String, n: Number }, attached() { console.log("attached", this.data.id, this.data.n) }, methods: { onLoad(query) { console.log("loaded", query.id) } } })',
          '<view class="n">{{n}}</view>',
        ),
      },
    })
    await ask(simulator, 'wx.navigateTo({ url: "/pages/b?id=x&n=2&other=1" })')
    expect(lines(simulator)).toEqual(['attached x 2', 'loaded x'])
    expect(simulator.currentPage().text('.n')).toBe('2')
  })

  it('is told of a page that is not there, and may go elsewhere', async () => {
    const packageDir = writePackage({
      'app.js':
        'App({ onPageNotFound({ path, isEntryPage }) { console.log(path, isEntryPage); wx.redirectTo({ url: "/pages/index" }) } })',
    })
    const simulator = await openSimulator({ packageDir, engine: engine() })
    const page = await simulator.launch({ path: 'pages/none' })
    expect([page.route, ...lines(simulator)]).toEqual(['pages/index', 'pages/none true'])
    simulator.close()
  })

  it('has its title from page-meta, where a page says one', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { navigationBarTitleText: 'from json' },
        'pages/index.js': 'Page({ data: { title: "one" }, change() { this.setData({ title: "two" }) } })',
        'pages/index.wxml':
          '<page-meta page-style="color: red"><navigation-bar title="{{title}}"/></page-meta><button class="change" bindtap="change"/>',
      },
    })
    const page = simulator.currentPage()
    expect(page.title).toBe('one')
    await page.tap('.change')
    expect(page.title).toBe('two')
  })

  it('runs ES modules, TypeScript, aliases and modules that are required later', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'app.json': { pages: ['pages/index', 'pages/typed'], resolveAlias: { '~/*': '/*' } },
        'pages/index.json': { usingComponents: { c: '~/parts/c' } },
        'pages/index.js': `import { word as said } from '~/lib/word'; import base from '../lib/old'
        Page({ data: { word: said + base.old }, async onLoad() { const { word } = await require.async('../lib/word'); require('../lib/old', m => this.setData({ later: word + m.old })) } })`,
        'pages/index.wxml': '<view class="w">{{word}} {{later}}</view><c/>',
        'lib/word.js': "export const word = 'es '",
        'lib/old.js': "module.exports = { old: 'cjs' }",
        'pages/typed.ts': 'interface A { n: number }\nconst a: A = { n: 1 }\nPage({ data: a })',
        'pages/typed.wxml': '<view class="n">{{n}}</view>',
        ...part('parts/c', 'Component({})', '<view class="c">c</view>'),
      },
    })
    await simulator.waitFor(() => simulator.currentPage().text('.w') === 'es cjs es cjs')
    expect(simulator.currentPage().text('.c')).toBe('c')
    await ask(simulator, 'wx.navigateTo({ url: "/pages/typed" })')
    expect(simulator.currentPage().text('.n')).toBe('1')
    expect(simulator.errors).toEqual([])
  })
})

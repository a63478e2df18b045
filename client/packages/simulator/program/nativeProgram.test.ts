// What WXML and the component framework can do beyond what uni-app makes of it, on both engines.
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { openSimulator, type Simulator } from '../openSimulator.ts'
import type { PageHandle } from '../PageHandle.ts'
import { engines } from '../testing/engines.ts'
import { writePackage } from '../testing/writePackage.ts'

describe.each(engines)('a hand-written program on %s', (_name, engine) => {
  const opened: Simulator[] = []

  async function launch(files: Record<string, string | object>): Promise<{ simulator: Simulator; page: PageHandle }> {
    const simulator = await openSimulator({ packageDir: writePackage(files), engine: engine() })
    opened.push(simulator)
    return { simulator, page: await simulator.launch() }
  }

  afterEach(() => {
    for (const simulator of opened.splice(0)) simulator.close()
  })

  it('gives a page its data, its fields and its methods', async () => {
    const { simulator, page } = await launch({
      'pages/index.js': `Page({
        data: { word: 'one' }, step: { size: 2 },
        onLoad(query) { this.loaded = query },
        change() { this.setData({ word: 'two', 'deep.list[1]': this.step.size, route: this.route }, () => this.setData({ called: 'yes' })) },
      })`,
      'pages/index.wxml':
        '<view class="word">{{word}}</view><view class="deep">{{deep.list[1]}}{{route}}{{called}}</view><button class="change" bindtap="change"/>',
    })
    await page.tap('.change')
    expect([page.text('.word'), page.text('.deep')]).toEqual(['two', '2pages/indexyes'])
    expect(simulator.evaluate('getCurrentPages().length + getCurrentPages()[0].data.word')).toBe('1two')
    expect(simulator.errors).toEqual([])
  })

  it('finds packages in miniprogram_npm, the nearest first, and a file of a package by its path', async () => {
    const { simulator, page } = await launch({
      'miniprogram_npm/a-package/index.js': "module.exports = 'far ' + require('./part') + require('other')",
      'miniprogram_npm/a-package/part.js': "module.exports = 'part '",
      'miniprogram_npm/other/index.js': "module.exports = 'other'",
      'miniprogram_npm/near/index.js': "module.exports = 'not this'",
      'pages/miniprogram_npm/near/index.js': "module.exports = 'near'",
      'pages/index.js': `Page({ data: { said: [require('a-package'), require('a-package/part'), require('near')].join('|') } })`,
      'pages/index.wxml': '<view>{{said}}</view>',
    })
    expect(page.text()).toBe('far part other|part |near')
    expect(simulator.errors).toEqual([])
  })

  it('opens although an npm package holds templates that do not compile, as long as nothing names them', async () => {
    const { simulator, page } = await launch({
      'miniprogram_npm/kit/good/index.json': { component: true },
      'miniprogram_npm/kit/good/index.js': 'Component({})',
      'miniprogram_npm/kit/good/index.wxml': '<view>good</view>',
      'miniprogram_npm/kit/bad/index.wxml': '<view>{{',
      'node_modules/kit/good/index.wxml': '<view>{{',
      'pages/index.json': { usingComponents: { good: 'kit/good' } },
      'pages/index.wxml': '<good/>',
    })
    expect([page.text(), simulator.console, simulator.errors]).toEqual(['good', [], []])
  })

  it('renders templates, imports, includes and wxs', async () => {
    const { page } = await launch({
      'pages/parts.wxml': '<template name="part"><text class="part">{{name}}:{{size}}</text></template>',
      'pages/foot.wxml': '<view class="foot">{{word}}</view>',
      'pages/double.wxs': 'module.exports = { double: function (n) { return n * 2 } }',
      'pages/index.js': 'Page({ data: { word: "end", n: 4 } })',
      'pages/index.wxml': `<import src="./parts.wxml"/><wxs src="./double.wxs" module="m"/>
        <template is="part" data="{{ name: 'a', size: n }}"/><view class="wxs">{{m.double(n)}}</view><include src="./foot.wxml"/>`,
    })
    expect([page.text('.part'), page.text('.wxs'), page.text('.foot')]).toEqual(['a:4', '8', 'end'])
  })

  it('bubbles a tap, stops it at catch, and tells handlers where it happened', async () => {
    const { simulator, page } = await launch({
      'pages/index.js': `Page({
        note(e) { console.log(e.type, e.target.dataset.who, e.currentTarget.dataset.who, Object.hasOwn(e, 'detail')) },
      })`,
      'pages/index.wxml': `<view data-who="outer" bindtap="note"><view data-who="inner" bindtap="note" class="free"/>
        <view catchtap="note" data-who="caught"><view data-who="deep" class="caught"/></view></view>`,
    })
    await page.tap('.free')
    await page.tap('.caught')
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'tap inner inner true',
      'tap inner outer true',
      'tap deep caught true',
    ])
  })

  it('passes properties down, events up, and content into named slots', async () => {
    const { simulator, page } = await launch({
      'pages/index.json': { usingComponents: { box: '/parts/box' } },
      'pages/index.js':
        'Page({ data: { on: true, info: { n: 1 } }, grow(e) { this.setData({ info: { n: e.detail.n } }) }, flip() { this.setData({ on: !this.data.on }) } })',
      'pages/index.wxml':
        '<box info="{{info}}" my-title="t" bindgrow="grow" id="b"><text slot="head" class="head">H{{info.n}}</text><text wx:if="{{on}}" class="body">B</text></box><button class="flip" bindtap="flip"/>',
      'parts/box.json': { component: true },
      'parts/box.js': `Component({
        options: { multipleSlots: true },
        properties: { info: Object, myTitle: { type: String, value: 'none' }, count: Number },
        observers: { 'info.n'(n) { console.log('n is', n) } },
        lifetimes: { attached() { console.log('attached', this.data.myTitle) }, ready() { console.log('ready') }, detached() { console.log('gone') } },
        pageLifetimes: { show() { console.log('page shown') } },
        methods: { up() { this.triggerEvent('grow', { n: this.data.info.n + 1 }) } },
      })`,
      'parts/box.wxml':
        '<view class="box">{{myTitle}}{{count}}<slot name="head"/><button class="up" bindtap="up"/><slot/></view>',
    })
    await page.tap('.up')
    await page.tap('.flip')
    expect([page.text('.head'), page.exists('.body'), page.text('.box')]).toEqual(['H2', false, 't0H2'])
    expect(simulator.evaluate('getCurrentPages()[0].selectComponent("#b").data.info.n')).toBe(2)
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'n is 1',
      'attached t',
      'page shown',
      'ready',
      'n is 2',
    ])
    expect(simulator.errors).toEqual([])
  })

  it('makes a component that comes later ready, and tells it when it goes', async () => {
    const { simulator, page } = await launch({
      'app.json': { pages: ['pages/index'], usingComponents: { late: 'parts/late' } },
      'pages/index.js': 'Page({ data: { on: false }, flip() { this.setData({ on: !this.data.on }) } })',
      'pages/index.wxml': '<late wx:if="{{on}}"/><button class="flip" bindtap="flip"/>',
      'parts/late.json': { component: true },
      'parts/late.js': 'Component({ ready() { console.log("ready") }, detached() { console.log("gone") } })',
      'parts/late.wxml': '<view class="late"/>',
    })
    expect(simulator.console).toEqual([])
    await page.tap('.flip')
    await page.tap('.flip')
    expect(simulator.console.map((entry) => entry.text)).toEqual(['ready', 'gone'])
  })

  it('mixes behaviours into a component', async () => {
    const { page } = await launch({
      'pages/index.json': { usingComponents: { mixed: '../parts/mixed' } },
      'pages/index.wxml': '<mixed/>',
      'parts/mixed.json': { component: true },
      'parts/shared.js':
        'module.exports = Behavior({ data: { from: "behaviour" }, methods: { say() { return "said" } } })',
      'parts/mixed.js':
        'Component({ behaviors: [require("./shared")], attached() { this.setData({ word: this.say() }) } })',
      'parts/mixed.wxml': '<view class="mixed">{{from}} {{word}}</view>',
    })
    expect(page.text('.mixed')).toBe('behaviour said')
  })

  it('submits a form with its values and follows a navigator', async () => {
    const { simulator, page } = await launch({
      'app.json': { pages: ['pages/index', 'pages/other'] },
      'pages/other.js': 'Page({})',
      'pages/other.wxml': '<view class="other">there</view>',
      'pages/index.js': 'Page({ send(e) { console.log(JSON.stringify(e.detail.value)) } })',
      'pages/index.wxml':
        '<form bindsubmit="send"><input class="name" name="name"/><button form-type="submit" class="send"/></form><navigator class="go" url="other?x=1"/>',
    })
    await page.input('.name', 'Eve')
    await page.tap('.send')
    expect(simulator.console.map((entry) => entry.text)).toEqual(['{"name":"Eve"}'])
    await page.tap('.go')
    expect([simulator.currentPage().route, simulator.currentPage().query]).toEqual(['pages/other', { x: '1' }])
  })

  it('is pulled down and read to its end', async () => {
    const { simulator, page } = await launch({
      'app.json': { pages: ['pages/index', 'pages/still'] },
      'pages/index.json': { enablePullDownRefresh: true },
      'pages/index.js':
        'Page({ onPullDownRefresh() { console.log("pulled"); wx.stopPullDownRefresh() }, onReachBottom() { console.log("bottom") } })',
      'pages/still.js': 'Page({})',
      'pages/still.wxml': '<view/>',
    })
    await page.pullDown()
    await page.reachBottom()
    simulator.evaluate('wx.startPullDownRefresh()')
    await simulator.waitFor(() => simulator.console.length === 3)
    expect(simulator.console.map((entry) => entry.text)).toEqual(['pulled', 'bottom', 'pulled'])
    simulator.evaluate('wx.navigateTo({ url: "/pages/still" })')
    await simulator.waitFor(() => simulator.pageStack().length === 2)
    await expect(simulator.currentPage().pullDown()).rejects.toThrow(
      'pages/still has no enablePullDownRefresh: nobody can pull it down',
    )
  })

  it('shows any list after any other in its order', async () => {
    const { simulator, page } = await launch({
      'pages/index.js': 'Page({ data: { list: [] } })',
      'pages/index.wxml': '<view wx:for="{{list}}" wx:key="id" class="item">{{index}}:{{item.id}}</view>',
    })
    const lists = fc.array(fc.uniqueArray(fc.nat(8), { maxLength: 8 }), { maxLength: 6 })
    fc.assert(
      fc.property(lists, (sequence) => {
        for (const ids of sequence) {
          const list = JSON.stringify(ids.map((id) => ({ id })))
          simulator.evaluate(`getCurrentPages()[0].setData({ list: ${list} })`)
          expect(page.texts('.item')).toEqual(ids.map((id, index) => `${index}:${id}`))
        }
      }),
      { numRuns: 40 },
    )
  })

  it('notes what handlers, lifetimes, timers and promises let escape, and tells App.onError', async () => {
    const { simulator, page } = await launch({
      'app.js': 'App({ onError(text) { console.log("told", text.split("\\n")[0]) } })',
      'pages/index.js': `Page({
        onShow() { throw new Error('in a lifetime') },
        fail() { setTimeout(() => { throw new Error('in a timer') }); Promise.reject(new Error('in a promise')); throw new Error('in a handler') },
      })`,
      'pages/index.wxml': '<button class="fail" bindtap="fail"/>',
    })
    await page.tap('.fail')
    await simulator.waitFor(() => simulator.errors.length === 4)
    const noted = simulator.errors.map((error) => (error as Error).message).sort()
    expect(noted).toEqual(['in a handler', 'in a lifetime', 'in a promise', 'in a timer'])
    expect(simulator.console.map((entry) => entry.text).sort()).toEqual([
      'told Error: in a handler',
      'told Error: in a lifetime',
      'told Error: in a timer',
    ])
  })
})

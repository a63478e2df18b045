// What a program asks about layout, on both engines, on wx and on components.
// https://developers.weixin.qq.com/miniprogram/dev/api/wxml/SelectorQuery.html
import { describe, expect, it } from 'vitest'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { engines } from '../testing/engines.ts'

describe.each(engines)('a selector query on %s', (_name, engine) => {
  const files = {
    'pages/index.json': { usingComponents: { c: '/parts/c' } },
    'pages/index.js': `Page({ query(use) { return new Promise(resolve => use(wx.createSelectorQuery()).exec(resolve)) },
      own(use) { return new Promise(resolve => use(this.createSelectorQuery()).exec(resolve)) } })`,
    'pages/index.wxml':
      '<view id="a" class="box" data-n="{{1}}" style="width: 100rpx; height: 20px"/><view class="box"/><scroll-view class="s" scroll-y scroll-top="30"/><canvas type="2d" id="canvas"/><c class="c" word="w"/>',
    'parts/c.json': { component: true },
    'parts/c.wxml': '<view class="box inner"/>',
    'parts/c.js': `Component({ properties: { word: String }, methods: {
      width() { return new Promise(resolve => this.createSelectorQuery().select('.inner').boundingClientRect(resolve).exec()) },
      outside() { return new Promise(resolve => wx.createSelectorQuery().in(this).selectAll('.box').fields({ rect: true }, resolve).exec()) } } })`,
  }
  const open = () =>
    launchProgram({ engine: engine(), files, layout: { '.box': { top: 50, height: 10 }, '.inner': { width: 60 } } })
  const page = 'getCurrentPages()[0]'

  it('answers each question in its order: declared sizes, sizes of a style, nothing for what is not there', async () => {
    const simulator = await open()
    expect(
      await ask(
        simulator,
        `${page}.query(q => q.select('#a').boundingClientRect().selectAll('.box').fields({ id: true, size: true }).select('.none').boundingClientRect()
      .selectViewport().scrollOffset().selectAll('.none').boundingClientRect())`,
      ),
    ).toEqual([
      { id: 'a', dataset: { n: 1 }, left: 0, top: 50, right: 50, bottom: 60, width: 50, height: 10 },
      [
        { id: 'a', width: 50, height: 10 },
        { id: '', width: 0, height: 10 },
      ],
      null,
      { id: '', dataset: {}, scrollLeft: 0, scrollTop: 0, scrollWidth: 375, scrollHeight: 724 },
      [],
    ])
    expect(simulator.errors).toEqual([])
  })

  it('tells properties, styles, scrolling and the node of a canvas', async () => {
    const simulator = await open()
    expect(
      await ask(
        simulator,
        `${page}.own(q => q.select('.s').fields({ properties: ['scrollY'], scrollOffset: true }).select('.c').fields({ properties: ['word'] })
      .select('#a').fields({ computedStyle: ['width', 'height'] }))`,
      ),
    ).toEqual([
      { scrollY: true, scrollLeft: 0, scrollTop: 30, scrollWidth: 0, scrollHeight: 0 },
      { word: 'w' },
      { width: '50px', height: '10px' },
    ])
    expect(
      await ask(
        simulator,
        `${page}.query(q => q.select('#canvas').fields({ node: true, size: true })).then(([{ node }]) => {
      const context = node.getContext('2d'); context.fillRect(0, 0, 1, 1); return context.measureText('ab').width > 0 })`,
      ),
    ).toBe(true)
  })

  it('looks inside the component it is made for, and follows the scrolling page', async () => {
    const simulator = await open()
    const component = `${page}.selectComponent('.c')`
    expect(await ask(simulator, `${component}.width()`)).toMatchObject({ width: 60, top: 50 })
    await simulator.currentPage().scroll(20)
    expect(await ask(simulator, `${component}.outside()`)).toEqual([{ left: 0, top: 30, right: 60, bottom: 40 }])
    expect(await ask(simulator, 'wx.pageScrollTo({ selector: "#a" })')).toEqual({ errMsg: 'pageScrollTo:ok' })
    expect(await ask(simulator, `${component}.outside()`)).toMatchObject([{ top: 0 }])
  })
})

describe.each(engines)('an intersection observer on %s', (_name, engine) => {
  it('tells when its target comes and goes, over declared sizes and the scrolling of the page', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      layout: { '.far': { top: 1000, width: 100, height: 100 }, '.near': { top: 10, width: 100, height: 100 } },
      files: {
        'pages/index.wxml': '<view class="near" data-who="near"/><view class="far" data-who="far"/>',
        'pages/index.js': `Page({
          onPageScroll({ scrollTop }) { console.log('scrolled', scrollTop) },
          onReady() {
            const note = e => console.log(e.dataset.who, e.intersectionRatio.toFixed(1))
            this.observer = this.createIntersectionObserver({ thresholds: [0, 0.5] }).relativeToViewport()
            this.observer.observe('.far', note)
            wx.createIntersectionObserver(this).relativeToViewport({ bottom: 300 }).observe('.far', e => console.log('soon', e.intersectionRatio > 0))
            wx.createIntersectionObserver(this, { observeAll: true }).relativeToViewport().observe('.near', note)
          } })`,
      },
    })
    const page = simulator.currentPage()
    await page.scroll(5)
    await page.scroll(286)
    await page.scroll(400)
    simulator.evaluate('getCurrentPages()[0].observer.disconnect()')
    await page.scroll(0)
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'soon true',
      'near 1.0',
      'scrolled 5',
      'scrolled 286',
      'far 0.1',
      'near 0.0',
      'scrolled 400',
      'far 1.0',
      'scrolled 0',
      'near 1.0',
    ])
    expect(simulator.errors).toEqual([])
  })
})

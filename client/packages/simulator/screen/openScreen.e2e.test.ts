// A hand-written program on the screen: WeChat's styles, widgets and bar, in a real Chromium.
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openBrowser } from 'uni-trpc-build/testing'
import { exparserEngine } from '../engines/exparser/exparserEngine.ts'
import { openSimulator, type Simulator } from '../openSimulator.ts'
import { writePackage } from '../testing/writePackage.ts'
import { openScreen, type Screen } from './openScreen.ts'

const browser = await openBrowser()
const dot = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
const files = {
  'app.json': {
    pages: ['pages/index', 'pages/map', 'pages/widgets'],
    window: {
      navigationBarTitleText: 'Shop & <Co>',
      navigationBarBackgroundColor: '@ground',
      navigationBarTextStyle: '@ink',
    },
    themeLocation: 'theme/shop.json',
  },
  'theme/shop.json': { light: { ground: '#fafafa', ink: 'black' }, dark: { ground: '#101010', ink: 'white' } },
  'app.wxss': 'page { background-color: rgb(1, 2, 3) }',
  'pages/index.js':
    'Page({ data: { name: "" }, type(e) { this.setData({ name: e.detail.value }) }, on() { wx.navigateTo({ url: "/pages/map" }) } })',
  'pages/index.wxml': `<view class="half">half</view><input class="name" value="{{name}}" placeholder="name" bindinput="type"/>
    <textarea class="words" placeholder="words"/><textarea class="words grows" auto-height/><checkbox checked/><image src='${dot}' style="width: 50px; height: 20px"/><button class="on" bindtap="on">on</button>`,
  'pages/index.wxss':
    '.half { width: 375rpx; height: 10px } @media (prefers-color-scheme: dark) { .half { color: rgb(9, 9, 9) } }',
  'pages/map.js': 'Page({})',
  'pages/map.wxml': '<map/>',
  'pages/widgets.js': 'Page({ data: { nodes: [{ name: "b", children: [{ type: "text", text: "bold" }] }] } })',
  'pages/widgets.wxml': `<page-meta page-style="color: rgb(4, 5, 6)"/><scroll-view class="list" scroll-y style="height: 100px"><view class="row" style="height: 300px">row</view></scroll-view>
    <swiper class="s" indicator-dots><swiper-item class="one">1</swiper-item><swiper-item class="two">2</swiper-item></swiper>
    <radio checked color="rgb(7, 8, 9)"/><switch checked/><slider value="25"/><progress percent="50" show-info/><icon type="success"/>
    <picker range="{{[1]}}">pick</picker><rich-text class="rich" nodes="{{nodes}}"/><canvas type="2d" class="c"/>`,
  'pages/map.json': { navigationBarTitleText: 'Map' },
}
let simulator: Simulator
let screen: Screen

beforeEach(async () => {
  const packageDir = writePackage(files)
  simulator = await openSimulator({ packageDir, engine: exparserEngine() })
  onTestFinished(simulator.close)
  await simulator.launch()
  if (browser) screen = await openScreen({ browser, packageDir, size: { width: 400, height: 600 } })
})
afterAll(() => browser?.close())

const styleOf = (selector: string, name: string, pseudo?: string) =>
  screen.frame.$eval(
    selector,
    (element, [property = '', part]) => getComputedStyle(element, part).getPropertyValue(property),
    [name, pseudo],
  )

describe.skipIf(!browser)('the screen', () => {
  it('applies style sheets as WeChat’s wcsc compiles them: 750 rpx are the width of the phone', async () => {
    await screen.show(simulator)
    expect(await styleOf('.half', 'width')).toBe('200px')
    expect(await styleOf('body', 'background-color')).toBe('rgb(1, 2, 3)')
  })

  it('leaves a page the room below the bar', async () => {
    await screen.show(simulator)
    expect(await screen.frame.evaluate(() => innerHeight)).toBe(600 - 64)
  })

  it('writes the title of app.json into the bar, in the colours of theme.json', async () => {
    const bar = screen.frame.parentFrame()?.locator('.bar > div')
    await screen.show(simulator)
    expect(await bar?.innerText()).toBe('Shop & <Co>')
    expect(
      await bar?.evaluate((element) => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]),
    ).toEqual(['rgb(250, 250, 250)', 'rgb(0, 0, 0)'])
    await screen.show(simulator, 'dark')
    expect(
      await bar?.evaluate((element) => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]),
    ).toEqual(['rgb(16, 16, 16)', 'rgb(255, 255, 255)'])
    expect(await styleOf('.half', 'color')).toBe('rgb(9, 9, 9)')
  })

  it('draws what a widget holds: the typed text or the hint, the tick, the picture', async () => {
    await screen.show(simulator)
    expect(await styleOf('.name', 'content', '::before')).toBe('"name"')
    expect(await styleOf('wx-checkbox', 'border-bottom-width', '::after')).toBe('2px')
    expect(
      await screen.frame.$eval('wx-image > img', (picture) => [picture.clientWidth, picture.clientHeight]),
    ).toEqual([50, 20])
    await simulator.currentPage().input('.name', 'Ann')
    await screen.show(simulator)
    expect(await styleOf('.name', 'content', '::before')).toBe('"Ann"')
  })

  it('draws text of several lines in a box of WeChat’s size, or in one that grows with it', async () => {
    await screen.show(simulator)
    const sizes = () =>
      screen.frame.$$eval('.words', (boxes) =>
        boxes.map(({ clientWidth, clientHeight }) => [clientWidth, clientHeight]),
      )
    expect(await styleOf('.words', 'content', '::before')).toBe('"words"')
    const [fixed, [, before = 0] = []] = await sizes()
    await simulator.currentPage().input('.grows', 'one\ntwo\nthree')
    await screen.show(simulator)
    expect(fixed).toEqual([300, 150])
    expect((await sizes())[1]?.[1]).toBeGreaterThan(before * 2)
  })

  it('tells the program where things are', async () => {
    await screen.show(simulator)
    const query =
      "new Promise(done => wx.createSelectorQuery().select('.half').boundingClientRect(({ left, width, height }) => done(JSON.stringify([left, width, height]))).exec())"
    const half = await screen.frame.$eval('.half', (element) => [
      element.clientLeft,
      element.clientWidth,
      element.clientHeight,
    ])
    expect(JSON.parse(await (simulator.evaluate(query) as Promise<string>))).toEqual(half)
  })

  it('draws a scroll view and a swiper as they stand, and every element of the page has its box', async () => {
    await simulator.evaluate('wx.reLaunch({ url: "/pages/widgets" })')
    const page = simulator.currentPage()
    await screen.show(simulator)
    await page.getBySelector('.list').scroll({ top: 500 })
    await page.choose('.s', 1)
    await screen.show(simulator)
    expect(await screen.frame.$eval('.list', (list) => list.scrollTop)).toBe(200)
    expect(page.attribute('.list', 'scroll-top')).toBe('200')
    const lefts = await screen.frame.$$eval('wx-swiper-item', (items) =>
      items.map((one) => one.getBoundingClientRect().left),
    )
    expect(lefts).toEqual([-400, 0])
    const query =
      "new Promise(done => wx.createSelectorQuery().selectAll('.row, .two, .c').boundingClientRect(all => done(JSON.stringify(all.map(({ top, width, height }) => [top, width, height])))).exec())"
    const [row, two, canvas] = JSON.parse(await (simulator.evaluate(query) as Promise<string>))
    expect([row, two.slice(1), canvas.slice(1)]).toEqual([
      [-200, 400, 300],
      [400, 150],
      [300, 150],
    ])
  })

  it('draws radios, switches, sliders, progress and rich text, and styles the page as page-meta says', async () => {
    await simulator.evaluate('wx.reLaunch({ url: "/pages/widgets" })')
    await screen.show(simulator)
    expect(await styleOf('wx-radio', 'background-color', '::before')).toBe('rgb(7, 8, 9)')
    expect(await styleOf('wx-switch', 'left', '::after')).toBe('21px')
    expect(await styleOf('body', 'color')).toBe('rgb(4, 5, 6)')
    expect(await screen.frame.$eval('.rich b', (bold) => bold.textContent)).toBe('bold')
    expect(
      await screen.frame.$$eval('[drawn]', (drawn) => drawn.map((one) => one.textContent).filter(Boolean)),
    ).toEqual(['50%', 'bold'])
  })

  it('gives a PNG of every device pixel', async () => {
    await screen.show(simulator)
    const png = await screen.screenshot()
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([800, 1200])
  })

  it.each([
    ['less', 'npx lessc'],
    ['scss', 'npx sass'],
  ])('says what to do with a source of styles that nobody compiled: .%s', async (kind, command) => {
    const packageDir = writePackage({ [`pages/index.${kind}`]: '.a { .b { color: red } }' })
    const opened = await openSimulator({ packageDir, engine: exparserEngine() })
    onTestFinished(opened.close)
    await opened.launch()
    if (!browser) return
    await expect((await openScreen({ browser, packageDir })).show(opened)).rejects.toThrow(
      `pages/index.${kind} is not compiled, and there is no pages/index.wxss: run ${command} pages/index.${kind} pages/index.wxss`,
    )
  })

  it('says which widget it cannot draw, rather than draw it wrong', async () => {
    await simulator.currentPage().tap('.on')
    await expect(screen.show(simulator)).rejects.toThrow('cannot draw <map>')
    expect(await screen.frame.parentFrame()?.locator('.bar').innerText()).toContain('Map')
  })
})

// Scroll views and swipers on both engines, as WeChat documents them:
// https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html
// https://developers.weixin.qq.com/miniprogram/dev/component/swiper.html
import { describe, expect, it } from 'vitest'
import type { Simulator, SimulatorOptions } from '../openSimulator.ts'
import { createManualTimers } from '../testing/manualTimers.ts'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { engines } from '../testing/engines.ts'

const NOTE = `note({ type, detail: { scrollTop, scrollLeft, deltaY, direction, current, currentItemId, source } }) {
  console.log(type, ...[scrollTop, scrollLeft, deltaY, direction, current, currentItemId, source].filter(one => one !== undefined)) }`
const said = (simulator: Simulator): string[] => simulator.console.splice(0).map((entry) => entry.text)
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))
const set = async (simulator: Simulator, data: object): Promise<void> => {
  simulator.evaluate(`getCurrentPages()[0].setData(${JSON.stringify(data)})`)
  await settled()
}

describe.each(engines)('a scroll view on %s', (_name, engine) => {
  const LISTENS =
    'bindscroll="note" bindscrolltoupper="note" bindscrolltolower="note" bindrefresherrefresh="note" bindrefresherrestore="note"'
  const open = (attributes: string, options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
    launchProgram({
      engine: engine(),
      layout: {
        '.list': { top: 100, height: 200, width: 300 },
        '.row': { top: 100, height: 1000, width: 900 },
        '.far': { top: 600, height: 20 },
      },
      files: {
        'pages/index.wxml': `<scroll-view class="list" ${LISTENS} ${attributes}><view class="row"><view class="far" id="far"/></view></scroll-view>`,
        'pages/index.js': `Page({ data: { top: 0 }, ${NOTE} })`,
      },
      ...options,
    })

  it('tells how far a person scrolls it, and when that comes near an end', async () => {
    const simulator = await open('scroll-y')
    const list = simulator.currentPage().getBySelector('.list')
    for (const top of [300, 300, 9999, 20]) await list.scroll({ top, left: 50 })
    expect(said(simulator)).toEqual([
      'scroll 300 0 -300',
      'scroll 800 0 -500',
      'scrolltolower bottom',
      'scroll 20 0 780',
      'scrolltoupper top',
    ])
    expect(simulator.errors).toEqual([])
  })

  it('goes where the program says, and not again when that says the same', async () => {
    const simulator = await open('scroll-x scroll-y scroll-top="{{top}}" scroll-into-view="{{id}}"')
    await set(simulator, { top: 120 })
    await simulator.currentPage().getBySelector('.list').scroll({ top: 0 })
    await set(simulator, { top: 120 })
    await set(simulator, { top: '200rpx' })
    await set(simulator, { id: 'far' })
    await set(simulator, { id: 'nowhere' })
    expect(said(simulator).filter((text) => !text.startsWith('scrolltoupper'))).toEqual([
      'scroll 120 0 -120',
      'scroll 0 0 120',
      'scroll 100 0 -100',
      'scroll 500 0 -400',
    ])
  })

  it('answers selector queries as it stands, and moves what is in it', async () => {
    const simulator = await open('scroll-x scroll-y scroll-top="40"')
    const query = (chain: string): Promise<unknown> =>
      ask(simulator, `new Promise(done => wx.createSelectorQuery().select('.list').${chain}.exec(done))`)
    expect(await query("scrollOffset().select('.far').boundingClientRect()")).toMatchObject([
      { scrollLeft: 0, scrollTop: 40, scrollWidth: 900, scrollHeight: 1000 },
      { top: 560 },
    ])
    await query('node(({ node }) => { node.scrollTo({ left: 70 }); node.scrollIntoView("#far") })')
    expect(await query('scrollOffset()')).toMatchObject([{ scrollLeft: 0, scrollTop: 500 }])
  })

  it('shows an observer what comes into the window by its scrolling', async () => {
    const simulator = await open('scroll-y')
    simulator.evaluate(
      "wx.createIntersectionObserver().relativeTo('.list').observe('.far', e => console.log('seen', e.intersectionRatio > 0))",
    )
    await settled()
    await simulator.currentPage().getBySelector('.list').scroll({ top: 400 })
    expect(said(simulator)).toContain('seen true')
  })

  it('reaches its end also where nothing is known of its size', async () => {
    const simulator = await open('scroll-x', { layout: {} })
    const list = simulator.currentPage().getBySelector('.list')
    await list.scroll({ left: 10 })
    await list.reachEnd()
    expect(said(simulator)).toEqual(['scroll 0 10 0', 'scrolltolower right'])
    await expect(simulator.currentPage().getBySelector('.row').reachEnd()).rejects.toThrow('<view> is no scroll-view')
  })

  it('refreshes once when a person pulls it, until the program takes refresher-triggered back', async () => {
    const simulator = await open('scroll-y refresher-enabled refresher-triggered="{{on}}"')
    const list = simulator.currentPage().getBySelector('.list')
    await list.pullDown()
    await list.pullDown()
    await set(simulator, { on: true })
    await set(simulator, { on: false })
    await set(simulator, { on: true })
    expect(said(simulator)).toEqual(['refresherrefresh', 'refresherrestore', 'refresherrefresh'])
    const plain = await open('scroll-y')
    await expect(plain.currentPage().getBySelector('.list').pullDown()).rejects.toThrow('no refresher-enabled')
  })
})

describe.each(engines)('a swiper on %s', (_name, engine) => {
  const timers = createManualTimers()
  const open = (attributes: string, items = 'abc'): Promise<Simulator> =>
    launchProgram({
      engine: engine(),
      timers,
      files: {
        'pages/index.wxml': `<swiper class="s" bindchange="note" bindanimationfinish="note" ${attributes}>
          <swiper-item wx:for="{{items}}" wx:key="*this" item-id="{{item}}">{{item}}</swiper-item></swiper>`,
        'pages/index.js': `Page({ data: { items: ${JSON.stringify([...items])}, at: 0, plays: true }, ${NOTE} })`,
      },
    })

  it('tells who turned it: a person, the program, or nobody when it stays', async () => {
    const simulator = await open('current="{{at}}" duration="300"')
    const page = simulator.currentPage()
    await page.choose('.s', 2)
    await page.choose('.s', 7)
    timers.advance(300)
    await set(simulator, { at: 1 })
    await set(simulator, { at: 1 })
    expect(said(simulator)).toEqual(['change 2 c touch', 'animationfinish 2 c touch', 'change 1 b '])
    expect(page.attribute('.s', 'current')).toBe('1')
    expect(simulator.errors).toEqual([])
  })

  it('turns by itself every interval, from the last to the first, until autoplay is taken away', async () => {
    const simulator = await open('autoplay="{{plays}}" interval="1000" duration="100" current="1"')
    timers.advance(2050)
    expect(said(simulator)).toEqual(['change 2 c autoplay', 'animationfinish 2 c autoplay', 'change 0 a autoplay'])
    await set(simulator, { plays: false })
    timers.advance(5000)
    expect(said(simulator)).toEqual(['animationfinish 0 a autoplay'])
  })

  it('begins with the item whose id it is given, and shows several at a time', async () => {
    const simulator = await open('current-item-id="{{id}}" display-multiple-items="2"', 'abcd')
    await set(simulator, { id: 'b' })
    await simulator.currentPage().choose('.s', 3)
    expect(said(simulator)).toEqual(['change 1 b ', 'change 2 c touch'])
  })
})

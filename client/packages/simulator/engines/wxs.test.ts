// WXS modules on both engines. https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/
import { describe, expect, it } from 'vitest'
import { launchProgram } from '../testing/launchProgram.ts'
import { engines } from '../testing/engines.ts'

describe.each(engines)('wxs on %s', (_name, engine) => {
  it('requires other modules, each run once, by relative path', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.wxml':
          '<wxs src="../lib/a.wxs" module="a"/><wxs module="own">var b = require("../lib/deep/b.wxs"); module.exports.n = b.next()</wxs><view>{{a.n}} {{own.n}} {{a.word}}</view>',
        'lib/a.wxs': 'var b = require("./deep/b.wxs"); module.exports = { n: b.next(), word: b.word }',
        'lib/deep/b.wxs':
          'var c = require("../c.wxs"); var n = 0; module.exports = { next: function () { n = n + 1; return n }, word: c.word }',
        'lib/c.wxs': 'module.exports = { word: "from c" }',
      },
    })
    expect(simulator.currentPage().text().split(' ').sort().join(' ')).toBe('1 2 c from')
    expect(simulator.errors).toEqual([])
  })

  it('names the kind of a value by its constructor, a string', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.js': 'Page({ data: { list: [1], object: { a: 1 }, n: 1, s: "s", yes: true } })',
        'pages/index.wxml': `<wxs module="m">
        function kind(x) { return x.constructor }
        function isArray(x) { return !!x && x.constructor === 'Array' }
        module.exports = { kind: kind, isArray: isArray, pattern: getRegExp('a').constructor, date: getDate().constructor, fn: kind.constructor }
      </wxs><view>{{m.kind(list)}} {{m.kind(object)}} {{m.kind(n)}} {{m.kind(s)}} {{m.kind(yes)}} {{m.pattern}} {{m.date}} {{m.fn}} </view>
      <text class="array">{{m.isArray(list)}} {{m.isArray(object)}}</text>`,
      },
    })
    expect(simulator.currentPage().text()).toBe('Array Object Number String Boolean RegExp Date Function true false')
    expect(simulator.currentPage().text('.array')).toBe('true false')
  })

  it('has getRegExp and getDate', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.wxml': `<wxs module="m">
        var comma = getRegExp(',', 'g')
        module.exports = { spaced: function (s) { return s.replace(comma, ' ') }, year: getDate(2020, 1, 1).getFullYear(), at: getDate(86400000).getTime() }
      </wxs><view>{{m.spaced('a,b,c')}} {{m.year}} {{m.at}}</view>`,
      },
    })
    expect(simulator.currentPage().text()).toBe('a b c 2020 86400000')
    expect(simulator.errors).toEqual([])
  })

  it('takes words of JavaScript for names, where WXS has no such word', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.wxml':
          '<wxs module="m">var class = "c"; module.exports = { class: class, of: function (new) { return class + new + "class" } }</wxs><wxs src="./n.wxs" module="n"/><view>{{m.class}} {{m.of("x")}} {{n.n}}</view>',
        'pages/n.wxs': 'var enum = 1; module.exports = { n: enum }',
      },
    })
    expect(simulator.currentPage().text()).toBe('c cxclass 1')
  })

  it('goes on without a module that throws while it is loaded', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.wxml':
          '<wxs module="m">var none; module.exports = { a: none.b }</wxs><view>still here {{m.a}}</view>',
      },
    })
    expect(simulator.currentPage().text()).toBe('still here')
    expect(simulator.console.some((entry) => entry.text.includes('TypeError'))).toBe(true)
  })

  it('shows nothing for what throws while it renders, and says where', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.js': 'Page({ data: { n: 0 }, go() { this.setData({ n: 1 }); console.log("after") } })',
        'pages/index.wxml': `<wxs module="m">module.exports.f = function (n) { var none; return n ? none.b : 'ok' }</wxs><wxs src="./bad.wxs" module="bad"/>
        <button bindtap="go"/><view class="x">{{m.f(n)}}{{bad.x}}</view><view class="n">{{n}}</view>`,
        'pages/bad.wxs': 'module.exports.x = getRegExp("(", "g")',
      },
    })
    const page = simulator.currentPage()
    expect(page.text('.x')).toBe('ok')
    await page.tap('wx-button')
    expect([page.text('.x'), page.text('.n')]).toEqual(['', '1'])
    const said = simulator.console.map((entry) => entry.text)
    expect(said.some((line) => line.startsWith('pages/bad') && line.includes('Invalid regular expression'))).toBe(true)
    expect(said.some((line) => line.includes("reading 'b'"))).toBe(true)
    expect(said).toContain('after')
    expect(simulator.errors).toEqual([])
  })

  it('answers events by functions, which get the event, the element and the component', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.js':
          'Page({ moved(args) { console.log("moved", JSON.stringify(args)) }, outer() { console.log("outer") } })',
        'pages/index.wxml': `<wxs src="./drag.wxs" module="drag"/>
        <view bindtap="outer"><view class="handle" data-n="{{7}}" bindtouchmove="{{drag.move}}" bindtap="{{drag.tap}}" catchlongpress="{{off || drag.tap}}"/></view><view class="box" style="color: red; left: 1px"/>`,
        'pages/drag.wxs': `function move(event, owner) {
          var box = owner.selectComponent('.box'); var state = event.instance.getState()
          state.moves = (state.moves || 0) + 1
          box.setStyle({ left: event.touches[0].pageX + 'rpx' }); box.addClass('dragged')
          owner.callMethod('moved', { n: event.instance.getDataset().n, moves: state.moves, has: box.hasClass('dragged'), type: event.type })
          return false
        }
        function tap(event, owner) { owner.callMethod('moved', { from: event.type }) }
        module.exports = { move: move, tap: tap }`,
      },
    })
    const page = simulator.currentPage()
    await page.trigger('.handle', 'touchmove', { touches: [{ pageX: 20 }] })
    await page.trigger('.handle', 'touchmove', { touches: [{ pageX: 40 }] })
    await page.tap('.handle')
    await page.trigger('.handle', 'longpress')
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'moved {"n":7,"moves":1,"has":true,"type":"touchmove"}',
      'moved {"n":7,"moves":2,"has":true,"type":"touchmove"}',
      'moved {"from":"tap"}',
      'outer',
      'moved {"from":"longpress"}',
    ])
    expect([page.exists('.box.dragged'), page.attribute('.box', 'style')]).toEqual([true, 'color: red; left: 20px'])
    expect(simulator.errors).toEqual([])
  })

  it('listens to a property from its first value on', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.js':
          'Page({ data: { n: 1 }, more() { this.setData({ n: this.data.n + 1, other: 1 }) }, heard(args) { console.log(JSON.stringify(args)) } })',
        'pages/index.wxml': `<wxs module="m">module.exports = { changed: function (now, before, owner, own) {
          own.setStyle('top: ' + now + 'px'); owner.callMethod('heard', [now, before === undefined ? 'first' : before])
        } }</wxs><view class="v" change:prop="{{m.changed}}" prop="{{n}}"/><button class="more" bindtap="more"/>`,
      },
    })
    await simulator.currentPage().tap('.more')
    expect(simulator.console.map((entry) => entry.text)).toEqual(['[1,"first"]', '[2,1]'])
    expect(simulator.currentPage().attribute('.v', 'style')).toBe('top: 2px')
    expect(simulator.errors).toEqual([])
  })
})

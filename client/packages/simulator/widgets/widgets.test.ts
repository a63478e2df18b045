// WeChat's own widgets under a person's finger, on both engines, as WeChat documents them:
// https://developers.weixin.qq.com/miniprogram/dev/component/
import { describe, expect, it } from 'vitest'
import type { Simulator, SimulatorOptions } from '../openSimulator.ts'
import { launchProgram } from '../testing/launchProgram.ts'
import { engines } from '../testing/engines.ts'

describe.each(engines)('widgets on %s', (_name, engine) => {
  const NOTE = 'note(e) { console.log(e.type, JSON.stringify(e.detail.value)) }'
  const launch = (
    wxml: string,
    given: { js?: string; files?: Record<string, string | object>; options?: Partial<SimulatorOptions> } = {},
  ): Promise<Simulator> =>
    launchProgram({
      engine: engine(),
      ...given.options,
      files: { 'pages/index.wxml': wxml, 'pages/index.js': given.js ?? `Page({ ${NOTE} })`, ...given.files },
    })
  const said = (simulator: Simulator): string[] => simulator.console.map((entry) => entry.text)

  it('rich-text is read as what it shows', async () => {
    const simulator = await launch(
      '<rich-text class="list" nodes="{{nodes}}"/><rich-text class="html" nodes="<p>one &amp; <b>two</b></p>"/>',
      {
        js: 'Page({ data: { nodes: [{ name: "div", children: [{ type: "text", text: "a &lt; " }, { name: "span", children: [{ type: "text", text: "b" }] }] }] } })',
      },
    )
    const page = simulator.currentPage()
    expect([page.text('.list'), page.text('.html'), page.text()]).toEqual(['a < b', 'one & two', 'a < bone & two'])
  })

  it('text breaks its lines, and decodes entities where it is asked to', async () => {
    const simulator = await launch('<text class="a">one\\ntwo</text><text class="b" decode>{{words}}</text>', {
      js: 'Page({ data: { words: "1 &lt; 2&nbsp;&amp; 3" } })',
    })
    expect([simulator.currentPage().text('.a'), simulator.currentPage().text('.b')]).toEqual(['one two', '1 < 2 & 3'])
  })

  it('what is hidden is neither read nor tapped, until it is shown', async () => {
    const simulator = await launch(
      '<view hidden="{{off}}" class="a"><button class="b" bindtap="tapped">go</button></view><view style="display: none">gone</view><view hidden="{{none}}">shown</view><button class="flip" bindtap="flip"/>',
      {
        js: 'Page({ data: { off: true, none: null }, flip() { this.setData({ off: false }) }, tapped() { console.log("tapped") } })',
      },
    )
    const page = simulator.currentPage()
    expect([page.text(), page.text('.b'), page.isShown('.b'), page.exists('.b')]).toEqual(['shown', '', false, true])
    await expect(page.tap('.b')).rejects.toThrow('.b on pages/index is hidden: nobody can tap it')
    await page.tap('.flip')
    await page.tap('.b')
    expect([page.text('.b'), said(simulator)]).toEqual(['go', ['tapped']])
  })

  it('a hidden component is not shown either', async () => {
    const simulator = await launch('<c hidden="{{true}}"/><c hidden="{{false}}"/>', {
      files: {
        'pages/index.json': { usingComponents: { c: '/parts/c' } },
        'parts/c.json': { component: true },
        'parts/c.js': 'Component({})',
        'parts/c.wxml': '<view class="c">c</view>',
      },
    })
    expect([simulator.currentPage().text(), simulator.currentPage().count('.c')]).toEqual(['c', 2])
  })

  it('checkboxes, radios and switches turn, tell their group, and leave the others alone', async () => {
    const simulator = await launch(`
      <checkbox-group bindchange="note"><checkbox class="c1" value="a" checked>A</checkbox><checkbox class="c2" value="b">B</checkbox><checkbox class="c3" value="c" disabled/></checkbox-group>
      <radio-group bindchange="note"><label class="l1"><radio class="r1" value="x" checked/>X</label><label><radio class="r2" value="y"/><text class="y">Y</text></label></radio-group>
      <switch class="s" bindchange="note"/>`)
    const page = simulator.currentPage()
    for (const selector of ['.c2', '.c1', '.c3', '.r2', '.r2', '.l1', '.y', '.s', '.s']) await page.tap(selector)
    expect(said(simulator)).toEqual([
      'change ["a","b"]',
      'change ["b"]',
      'change "y"',
      'change "x"',
      'change "y"',
      'change true',
      'change false',
    ])
  })

  it('a label reaches the control it names, or the first inside', async () => {
    const simulator = await launch(`
      <checkbox-group bindchange="note"><label class="far" for="box">for</label><checkbox id="box" value="v"/></checkbox-group>
      <label class="near"><view class="words">words</view><button bindtap="note">b</button></label>`)
    const page = simulator.currentPage()
    await page.tap('.far')
    await page.tap('.words')
    expect(said(simulator)).toEqual(['change ["v"]', 'tap undefined'])
  })

  it('pickers open, and stay where the person leaves them', async () => {
    const asked: unknown[] = []
    const simulator = await launch(
      `
      <picker class="one" range="{{range}}" value="{{1}}" bindchange="note" bindcancel="note"><view class="inner">choose</view></picker>
      <picker class="two" mode="multiSelector" range="{{columns}}" value="{{[0, 1]}}" bindchange="note"/>
      <picker class="date" mode="date" value="2026-01-01" bindchange="note"/>`,
      {
        js: `Page({ data: { range: ['a', 'b', 'c'], columns: [['x'], ['y', 'z']] }, ${NOTE} })`,
        options: {
          answerPicker: (picker) => (asked.push(picker) === 1 ? 2 : picker.mode === 'date' ? undefined : picker.value),
        },
      },
    )
    const page = simulator.currentPage()
    await page.tap('.inner')
    await page.tap('.two')
    await page.tap('.date')
    await page.choose('.date', '2026-02-03')
    await page.tap('.one')
    expect(asked).toMatchObject([
      { mode: 'selector', value: 1, range: ['a', 'b', 'c'] },
      { mode: 'multiSelector', value: [0, 1] },
      { mode: 'date', value: '2026-01-01' },
      { mode: 'selector', value: 2 },
    ])
    expect(said(simulator)).toEqual(['change 2', 'change [0,1]', 'change "2026-02-03"', 'change 2'])
  })

  it('a slider goes where it is tapped or dragged, in its steps', async () => {
    const simulator = await launch(
      '<slider class="s" min="10" max="50" step="4" bindchange="note" bindchanging="note"/>',
    )
    const page = simulator.currentPage()
    await page.tap('.s')
    await page.choose('.s', 49)
    await page.choose('.s', 1000)
    expect(said(simulator)).toEqual([
      'changing 30',
      'change 30',
      'changing 50',
      'change 50',
      'changing 50',
      'change 50',
    ])
  })

  it('a form has the value of every field, of components too, and can be emptied', async () => {
    const files = {
      'pages/index.json': {
        usingComponents: {
          field: '/parts/field',
          fields: '/parts/fields',
          send: '/parts/send',
          closed: '/parts/closed',
        },
      },
      'parts/field.json': { component: true },
      'parts/field.js': 'Component({ behaviors: ["wx://form-field"], attached() { this.setData({ value: "own" }) } })',
      'parts/field.wxml': '<input name="inner"/>',
      'parts/fields.json': { component: true },
      'parts/fields.js': 'Component({ behaviors: ["wx://form-field-group"] })',
      'parts/fields.wxml': '<input name="grouped" value="g"/>',
      'parts/closed.json': { component: true },
      'parts/closed.js': 'Component({})',
      'parts/closed.wxml': '<input name="closed" value="no"/>',
      'parts/send.json': { component: true },
      'parts/send.js': 'Component({ behaviors: ["wx://form-field-button"] })',
      'parts/send.wxml': '<button class="send" form-type="submit"/>',
    }
    const simulator = await launch(
      `<form bindsubmit="note" bindreset="note">
      <input class="i" name="i"/><textarea name="t" value="text"/><switch name="s" checked/><slider name="n" value="30"/>
      <checkbox-group name="c"><checkbox value="a" checked/><checkbox value="b"/><checkbox value="d" checked="{{true}}"/></checkbox-group>
      <radio-group name="r"><radio value="x"/><radio value="y" checked/></radio-group>
      <picker name="p" range="{{range}}" value="1"/><picker-view name="v" value="{{[1, 2]}}"/><input value="nameless"/>
      <field name="f"/><fields/><closed/><send/><button class="clear" form-type="reset"/></form>`,
      { files, js: `Page({ data: { range: ['a', 'b'] }, ${NOTE} })` },
    )
    const page = simulator.currentPage()
    await page.input('.i', 'typed')
    await page.tap('.send')
    await page.tap('.clear')
    await page.tap('.send')
    const [filled, reset, emptied] = said(simulator).map((line) => line.slice(line.indexOf(' ') + 1))
    expect(JSON.parse(filled ?? '')).toEqual({
      i: 'typed',
      t: 'text',
      s: true,
      n: 30,
      c: ['a', 'd'],
      r: 'y',
      p: 1,
      v: [1, 2],
      f: 'own',
      grouped: 'g',
    })
    expect(reset).toBe('undefined')
    expect(JSON.parse(emptied ?? '')).toEqual({
      i: '',
      t: '',
      s: false,
      n: 0,
      c: [],
      r: '',
      p: 0,
      v: [],
      f: 'own',
      grouped: '',
    })
  })

  it('model: writes back what a person does, and what a component does to its property', async () => {
    const simulator = await launch(
      '<input class="i" model:value="{{word}}"/><switch class="s" model:checked="{{on}}"/><c model:count="{{n}}"/><view class="all">{{word}} {{on}} {{n}}</view>',
      {
        js: 'Page({ data: { word: "w", on: false, n: 1 } })',
        files: {
          'pages/index.json': { usingComponents: { c: '/parts/c' } },
          'parts/c.json': { component: true },
          'parts/c.wxml':
            '<button class="more" bindtap="more">{{count}}</button><input class="deep" model:value="{{count}}"/>',
          'parts/c.js':
            'Component({ properties: { count: Number }, methods: { more() { this.setData({ count: this.data.count + 1 }) } } })',
        },
      },
    )
    const page = simulator.currentPage()
    await page.input('.i', 'typed')
    await page.tap('.s')
    await page.tap('.more')
    await page.tap('.more')
    expect([page.text('.all'), page.text('.more')]).toEqual(['typed true 3', '3'])
    await page.input('.deep', '7')
    expect(page.text('.all')).toBe('typed true 7')
    expect(simulator.errors).toEqual([])
  })

  it('a finger comes and goes with a tap, holds, and drags', async () => {
    const simulator = await launch(
      '<view class="v" bindtouchstart="on" bindtouchmove="on" bindtouchend="on" bindtap="on" bindlongpress="on"/>',
      {
        js: 'Page({ on(e) { console.log(e.type, e.touches.length, e.changedTouches[0].pageX) } })',
      },
    )
    const page = simulator.currentPage()
    await page.tap('.v')
    await page.longPress('.v')
    await page.drag('.v', { x: -40 })
    expect(said(simulator)).toEqual([
      'touchstart 1 0',
      'touchend 0 0',
      'tap 1 0',
      'touchstart 1 0',
      'longpress 1 0',
      'touchend 0 0',
      'touchstart 1 0',
      'touchmove 1 -10',
      'touchmove 1 -20',
      'touchmove 1 -30',
      'touchmove 1 -40',
      'touchend 0 -40',
    ])
  })

  it('a button with open-type="share" asks the page what to share', async () => {
    const simulator = await launch('<button class="s" open-type="share" data-id="7"/>', {
      js: 'Page({ onShareAppMessage(from) { return { title: from.from + from.target.dataset.id, path: "/pages/index?a=1" } } })',
    })
    await simulator.currentPage().tap('.s')
    expect(simulator.shown).toEqual([
      { kind: 'share', title: 'button7', options: { title: 'button7', path: '/pages/index?a=1' } },
    ])
  })

  it('a navigator to a page that is not there fails, as a move of the program does', async () => {
    const simulator = await launch('<navigator class="n" url="/pages/none" bindfail="failed" bindsuccess="note"/>', {
      js: `Page({ failed(e) { console.log(e.detail.errMsg) }, ${NOTE} })`,
    })
    await simulator.currentPage().tap('.n')
    expect(said(simulator)).toEqual(['navigateTo:fail page "pages/none" is not found'])
    expect(simulator.currentPage().route).toBe('pages/index')
  })
})

// What Component() and Behavior() can say about a component, on both engines, as WeChat documents it:
// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/
import { describe, expect, it } from 'vitest'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { engines } from '../testing/engines.ts'

const part = (name: string, js: string, wxml = '<slot/>'): Record<string, string | object> => ({
  [`${name}.json`]: { component: true },
  [`${name}.js`]: js,
  [`${name}.wxml`]: wxml,
})

describe.each(engines)('behaviours on %s', (_name, engine) => {
  it('bring properties that are set from outside, with their observers', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { c: '/parts/c' } },
        'pages/index.js': 'Page({ data: { n: 5 }, more() { this.setData({ n: 6 }) } })',
        'pages/index.wxml': '<c d="{{n}}" deep="{{n + 1}}"/><button class="more" bindtap="more"/>',
        'parts/deep.js': 'module.exports = Behavior({ properties: { deep: Number } })',
        'parts/shared.js': `module.exports = Behavior({ behaviors: [require('./deep')], properties: { d: String },
        observers: { d(d) { console.log('d is', d) } } })`,
        ...part(
          'parts/c',
          'Component({ behaviors: [require("./shared")], properties: { own: String } })',
          '<view class="c">{{d}} {{deep}}</view>',
        ),
      },
    })
    const page = simulator.currentPage()
    expect(page.text('.c')).toBe('5 6')
    await page.tap('.more')
    expect(page.text('.c')).toBe('6 7')
    expect(simulator.console.map((entry) => entry.text)).toEqual(['d is 5', 'd is 6'])
    expect(simulator.errors).toEqual([])
  })

  it('change a definition by their definitionFilter before it is registered', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { c: '/parts/c' } },
        'pages/index.wxml': '<c class="host" by="page"/>',
        'parts/computed.js': `module.exports = Behavior({ definitionFilter(definition) {
        definition.data = { ...definition.data, added: 'by the filter' }
        definition.methods = { ...definition.methods, said() { return 'said' } }
        definition.properties = { ...definition.properties, by: String }
      } })`,
        ...part(
          'parts/c',
          'Component({ behaviors: [require("./computed")], attached() { this.setData({ said: this.said() }) } })',
          '<view class="c">{{added}} {{said}} {{by}}</view>',
        ),
      },
    })
    expect(simulator.currentPage().text('.c')).toBe('by the filter said page')
    expect(simulator.errors).toEqual([])
  })

  it('of WeChat are named by strings, those it has and those not known here', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { c: '/parts/c' } },
        'pages/index.wxml': '<c id="c" name="field" value="v"/>',
        ...part(
          'parts/c',
          `Component({
        behaviors: ['wx://form-field', 'wx://form-field-group', 'wx://component-export', 'wx://proxy-scroll-view'],
        export() { return { exported: this.data.value } },
      })`,
          '<view class="c">{{name}} {{value}}</view>',
        ),
      },
    })
    expect(simulator.currentPage().text('.c')).toBe('field v')
    expect(await ask(simulator, 'getCurrentPages()[0].selectComponent("#c")')).toEqual({ exported: 'v' })
    expect(simulator.errors).toEqual([])
  })
})

describe.each(engines)('relations on %s', (_name, engine) => {
  const note = (who: string): string => `linked(other) { console.log('${who} linked', other.data.word) },
    linkChanged() { console.log('${who} changed') }, unlinked(other) { console.log('${who} unlinked', other.data.word) }`

  it('link a parent with its children by relative path, in order, and unlink them', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { ul: '/parts/ul', li: '/parts/li/index' } },
        'pages/index.js': 'Page({ data: { list: ["a", "b"] }, drop() { this.setData({ list: ["a"] }) } })',
        'pages/index.wxml':
          '<ul id="ul"><view><li wx:for="{{list}}" wx:key="*this" word="{{item}}"/></view></ul><button class="drop" bindtap="drop"/>',
        ...part(
          'parts/ul',
          `Component({ data: { word: 'ul' }, relations: { './li/index': { type: 'descendant', ${note('ul')} } },
        methods: { words() { return this.getRelationNodes('./li/index').map(li => li.data.word).join() } } })`,
        ),
        ...part(
          'parts/li/index',
          `Component({ properties: { word: String }, relations: { '../ul': { type: 'ancestor', ${note('li')} } },
        ready() { console.log('of', this.getRelationNodes('../ul')[0].data.word) } })`,
        ),
      },
    })
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'ul linked a',
      'li linked ul',
      'ul linked b',
      'li linked ul',
      'of ul',
      'of ul',
    ])
    const words = 'getCurrentPages()[0].selectComponent("#ul").words()'
    expect(simulator.evaluate(words)).toBe('a,b')
    await simulator.currentPage().tap('.drop')
    expect(simulator.evaluate(words)).toBe('a')
    expect(simulator.console.slice(6).map((entry) => entry.text)).toEqual(['ul unlinked b', 'li unlinked ul'])
    expect(simulator.errors).toEqual([])
  })

  it('link everything that has a behaviour', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': {
          usingComponents: { 'my-form': '/parts/form', 'my-input': '/parts/input', 'my-submit': '/parts/submit' },
        },
        'pages/index.wxml': '<my-form id="form"><my-input/><my-submit/></my-form>',
        'parts/controls.js': 'module.exports = Behavior({ methods: { who() { return this.is } } })',
        ...part(
          'parts/form',
          `const controls = require('./controls')
        Component({ relations: { controls: { type: 'child', target: controls } },
          methods: { all() { return this.getRelationNodes('controls').map(one => one.who()).join() } } })`,
        ),
        ...part(
          'parts/input',
          `Component({ behaviors: [require('./controls')], relations: { './form': { type: 'parent' } } })`,
        ),
        ...part(
          'parts/submit',
          `Component({ behaviors: [require('./controls')], relations: { './form': { type: 'parent' } } })`,
        ),
      },
    })
    expect(simulator.evaluate('getCurrentPages()[0].selectComponent("#form").all()')).toBe('parts/input,parts/submit')
    expect(simulator.errors).toEqual([])
  })
})

describe.each(engines)('external classes on %s', (_name, engine) => {
  it('are replaced by the classes of whoever uses the component, through several components, and follow changes', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { outer: '/parts/outer' } },
        'pages/index.js': 'Page({ data: { colour: "red" }, change() { this.setData({ colour: "blue big" }) } })',
        'pages/index.wxml':
          '<outer my-class="{{colour}} thick" otherClass="other"/><button class="change" bindtap="change"/>',
        'parts/outer.json': { component: true, usingComponents: { inner: './inner' } },
        'parts/outer.js': 'Component({ externalClasses: ["my-class", "otherClass"] })',
        'parts/outer.wxml': '<view class="box my-class"/><inner inner-class="my-class own"/><view class="otherClass"/>',
        ...part(
          'parts/inner',
          'Component({ externalClasses: ["inner-class"] })',
          '<view wx:if="{{true}}" class="deep inner-class"/>',
        ),
      },
    })
    const page = simulator.currentPage()
    expect([page.exists('.box.red.thick'), page.exists('.deep.red.thick.own'), page.exists('.other')]).toEqual([
      true,
      true,
      true,
    ])
    await page.tap('.change')
    expect([page.exists('.box.blue.big.thick'), page.exists('.deep.blue.big.own'), page.exists('.red')]).toEqual([
      true,
      true,
      false,
    ])
    expect(page.exists('.my-class')).toBe(false)
    expect(simulator.errors).toEqual([])
  })
})

describe.each(engines)('a component on %s', (_name, engine) => {
  it('with a property named id or dataset is still found by #id and has its dataset', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { dialog: '/parts/dialog' } },
        'pages/index.js':
          'Page({ data: { d: { a: 1 } }, heard(e) { console.log(e.target.id, JSON.stringify(e.target.dataset)) } })',
        'pages/index.wxml': '<dialog id="dialog" dataset="{{d}}" data-key="k" bindsaid="heard"/>',
        ...part(
          'parts/dialog',
          `Component({ properties: { id: String, dataset: null, style: String },
        ready() { this.triggerEvent('said') } })`,
          '<view class="d">{{dataset.a}}</view>',
        ),
      },
    })
    expect(simulator.currentPage().text('.d')).toBe('1')
    expect(simulator.evaluate('getCurrentPages()[0].selectComponent("#dialog").is')).toBe('parts/dialog')
    expect(simulator.console.map((entry) => entry.text)).toEqual(['dialog {"key":"k"}'])
    expect(simulator.errors).toEqual([])
  })

  it('takes any value for a property whose type is none, and says so', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { c: '/parts/c' } },
        'pages/index.wxml': '<c s="{{1}}" o="{{2}}"/>',
        ...part(
          'parts/c',
          `Component({ properties: { s: { type: [String, Number], value: '' }, t: 'String', u: undefined, v: { value: 1 },
        o: { type: String, optionalTypes: [Number] } } })`,
          '<view class="c">{{s + 1}} {{v}} {{o + 1}}</view>',
        ),
      },
    })
    expect(simulator.currentPage().text('.c')).toBe('2 1 3')
    expect(simulator.console.map((entry) => entry.text)).toEqual(
      ['s', 't', 'u'].map((name) => `the type of property "${name}" is illegal (in parts/c)`),
    )
    expect(simulator.errors).toEqual([])
  })

  it('notes what a setData callback throws, and goes on', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.js': 'Page({ go() { this.setData({ a: 1 }, () => { throw new Error("in the callback") }) } })',
        'pages/index.wxml': '<button class="go" bindtap="go"/><view class="a">{{a}}</view>',
      },
    })
    await simulator.currentPage().tap('.go')
    await simulator.waitFor(() => simulator.errors.length === 1)
    expect(String(simulator.errors[0])).toContain('in the callback')
    expect(simulator.currentPage().text('.a')).toBe('1')
  })

  it('says which handler is not there', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: { 'pages/index.wxml': '<button bindtap="none"/>' },
    })
    await simulator.currentPage().tap('wx-button')
    expect(simulator.console).toEqual([
      { level: 'warn', text: 'Component "pages/index" does not have a method "none" to handle its event.' },
    ])
  })

  it('is found by its folder, and in miniprogram_npm', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { base: '../parts/base', far: 'kit/button/button', near: 'near' } },
        'pages/index.wxml': '<base/><far/><near/>',
        ...part('parts/base/index', 'Component({})', '<view>base </view>'),
        ...part('miniprogram_npm/kit/button/button', 'Component({})', '<view>far </view>'),
        ...part('pages/miniprogram_npm/near/index', 'Component({})', '<view>near</view>'),
      },
    })
    expect(simulator.currentPage().text()).toBe('base far near')
    expect(simulator.errors).toEqual([])
  })
})

describe.each(engines)('selecting components on %s', (_name, engine) => {
  it('passes over what is built in', async () => {
    const simulator = await launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { c: '/parts/c' } },
        'pages/index.wxml': '<view class="r"/><c class="r"/><canvas class="r" id="canvas"/>',
        ...part('parts/c', 'Component({})'),
      },
    })
    const page = 'getCurrentPages()[0]'
    expect(simulator.evaluate(`${page}.selectAllComponents('.r').map(found => found.is).join()`)).toBe('parts/c')
    expect(simulator.evaluate(`${page}.selectComponent('#canvas')`)).toBe(null)
  })
})

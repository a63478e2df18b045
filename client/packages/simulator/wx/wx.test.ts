// WeChat's documented contract, asked from inside the realm as a program asks it.
import { afterEach, describe, expect, it } from 'vitest'
import { exparserEngine } from '../engines/exparser/exparserEngine.ts'
import { openSimulator, type Simulator, type SimulatorOptions } from '../openSimulator.ts'
import { writePackage } from '../testing/writePackage.ts'

const opened: Simulator[] = []

async function launch(
  options: Partial<SimulatorOptions> & { files?: Record<string, string | object> } = {},
): Promise<Simulator> {
  const { files = {}, ...rest } = options
  const simulator = await openSimulator({ packageDir: writePackage(files), engine: exparserEngine(), ...rest })
  opened.push(simulator)
  await simulator.launch()
  return simulator
}

/** The value of an expression inside, promises awaited, rebuilt outside. */
async function ask(simulator: Simulator, expression: string): Promise<unknown> {
  const text = await (simulator.evaluate(
    `Promise.resolve(${expression}).then(JSON.stringify, e => JSON.stringify({ rejected: e }))`,
  ) as Promise<string>)
  return text === undefined ? undefined : JSON.parse(text)
}

afterEach(() => {
  for (const simulator of opened.splice(0)) simulator.close()
})

describe('the calling convention', () => {
  it('answers a promise when no callback was given, and nothing when one was', async () => {
    const simulator = await launch()
    expect(await ask(simulator, 'wx.getNetworkType()')).toEqual({ networkType: 'wifi', errMsg: 'getNetworkType:ok' })
    expect(await ask(simulator, 'wx.getStorage({ key: "none" })')).toEqual({
      rejected: { errMsg: 'getStorage:fail data not found' },
    })
    expect(
      simulator.evaluate('typeof wx.getNetworkType({ complete() {} }) + (wx.getNetworkType() instanceof Promise)'),
    ).toBe('undefinedtrue')
  })

  it('calls success or fail, then complete, after the call returned', async () => {
    const simulator = await launch()
    simulator.evaluate(`globalThis.calls = [];
      const note = name => result => calls.push(name + ' ' + result.errMsg)
      wx.setStorage({ key: 'a', data: 1, success: note('success'), fail: note('fail'), complete: note('complete') })
      wx.getStorage({ key: 'none', success: note('success'), fail: note('fail'), complete: note('complete') })
      calls.push('returned')`)
    await simulator.waitFor(() => simulator.evaluate('calls.length') === 5)
    expect(await ask(simulator, 'calls')).toEqual([
      'returned',
      'success setStorage:ok',
      'complete setStorage:ok',
      'fail getStorage:fail data not found',
      'complete getStorage:fail data not found',
    ])
  })

  it('goes on after a callback that throws, and notes the error', async () => {
    const simulator = await launch()
    simulator.evaluate(
      'wx.getNetworkType({ success() { throw new Error("mine") }, complete() { globalThis.completed = true } })',
    )
    await simulator.waitFor(() => simulator.evaluate('completed') === true)
    expect(simulator.errors.map((error) => (error as Error).message)).toEqual(['mine'])
  })

  it('has every function as an own enumerable property before a program runs, and canIUse knows them', async () => {
    const simulator = await launch({ files: { 'app.js': 'globalThis.atStart = Object.keys(wx); App({})' } })
    expect(await ask(simulator, 'atStart')).toEqual(
      expect.arrayContaining(['request', 'login', 'getStorageSync', 'canIUse', 'navigateTo']),
    )
    expect(await ask(simulator, '[wx.canIUse("request.object.method"), wx.canIUse("preloadAssets")]')).toEqual([
      true,
      false,
    ])
  })
})

describe('storage', () => {
  it('keeps copies of any JSON value under its key', async () => {
    const simulator = await launch()
    expect(
      await ask(
        simulator,
        `(() => {
      const value = { list: [1], nothing: null }
      wx.setStorageSync('a', value); value.list.push(2); wx.setStorageSync('b', 'text'); wx.setStorageSync('c', 0)
      const read = ['a', 'b', 'c', 'd'].map(key => wx.getStorageSync(key))
      wx.removeStorageSync('a')
      return [...read, wx.getStorageInfoSync().keys]
    })()`,
      ),
    ).toEqual([{ list: [1], nothing: null }, 'text', 0, '', ['b', 'c']])
    expect(await ask(simulator, 'wx.clearStorage().then(() => wx.getStorageInfo())')).toEqual({
      keys: [],
      currentSize: 0,
      limitSize: 10240,
      errMsg: 'getStorageInfo:ok',
    })
  })

  it('takes 1 MB under one key and 10 MB in all, and no more', async () => {
    const simulator = await launch()
    simulator.evaluate('globalThis.mega = "x".repeat(1024 * 1024 - 2)')
    expect(simulator.evaluate('wx.setStorageSync("full", mega)')).toBeUndefined()
    expect(() => simulator.evaluate('wx.setStorageSync("over", mega + "x")')).toThrow(
      'setStorageSync:fail entry size limit reached',
    )
    simulator.evaluate('for (let i = 1; i < 9; i++) wx.setStorageSync("k" + i, mega)')
    expect(await ask(simulator, 'wx.setStorage({ key: "k9", data: mega })')).toEqual({
      rejected: { errMsg: 'setStorage:fail exceed storage max size 10Mb' },
    })
    expect(simulator.evaluate('wx.setStorageSync("k8", mega)')).toBeUndefined()
    expect(simulator.evaluate('wx.getStorageSync("over") + wx.getStorageSync("k9")')).toBe('')
  })
})

describe('account and system', () => {
  it('answers each login with the next code, and says when there is none', async () => {
    let last = 0
    const simulator = await launch({ login: async () => `code ${++last}` })
    expect(await ask(simulator, 'wx.checkSession()')).toEqual({
      rejected: { errMsg: 'checkSession:fail session time out, need relogin' },
    })
    expect(await ask(simulator, 'Promise.all([wx.login(), wx.login()]).then(all => all.map(one => one.code))')).toEqual(
      ['code 1', 'code 2'],
    )
    expect(await ask(simulator, 'wx.checkSession()')).toEqual({ errMsg: 'checkSession:ok' })
    const failing = await launch({
      login: async () => {
        throw new Error('sandbox is down')
      },
    })
    expect(await ask(failing, 'wx.login()')).toEqual({ rejected: { errMsg: 'login:fail sandbox is down' } })
  })

  it('tells app id, version, language, theme and text size as they were set', async () => {
    const simulator = await launch({ appId: 'wx123', envVersion: 'trial', language: 'en', theme: 'dark', fontSize: 20 })
    expect(
      await ask(
        simulator,
        '[wx.getAccountInfoSync().miniProgram, wx.getAppBaseInfo().language, wx.getSystemInfoSync().theme, wx.getSystemInfoSync().fontSizeSetting]',
      ),
    ).toEqual([{ appId: 'wx123', envVersion: 'trial', version: '' }, 'en', 'dark', 20])
  })

  it('tells how the program was launched and how it came back', async () => {
    const simulator = await launch({
      files: { 'app.js': 'globalThis.atStart = wx.getLaunchOptionsSync().scene; App({})' },
    })
    expect(simulator.evaluate('atStart')).toBe(1001)
    await simulator.hide()
    await simulator.show({ scene: 1089 })
    expect(await ask(simulator, '[wx.getLaunchOptionsSync().scene, wx.getEnterOptionsSync().scene]')).toEqual([
      1001, 1089,
    ])
  })
})

describe('coming and going', () => {
  it('tells listeners when the program hides and shows, and when the network changes', async () => {
    const simulator = await launch()
    simulator.evaluate(`const note = name => event => console.log(name, JSON.stringify(event))
      globalThis.hidden = note('hide')
      wx.onAppHide(hidden); wx.onAppShow(note('show')); wx.onNetworkStatusChange(note('network')); wx.onNetworkWeakChange(note('weak'))`)
    await simulator.hide()
    await simulator.show({ scene: 1038 })
    simulator.network.weak = true
    simulator.network.offline = true
    simulator.evaluate('wx.offAppHide(hidden)')
    await simulator.hide()
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'hide undefined',
      'show {"path":"pages/index","query":{},"scene":1038,"referrerInfo":{}}',
      'weak {"weakNet":true,"networkType":"wifi"}',
      'network {"isConnected":false,"networkType":"none"}',
    ])
    expect(await ask(simulator, 'wx.getNetworkType()')).toEqual({ networkType: 'none', errMsg: 'getNetworkType:ok' })
    expect(await ask(simulator, 'wx.login()')).toEqual({ rejected: { errMsg: 'login:fail network error' } })
  })
})

describe('notices', () => {
  it('are listed, and a modal gets the answer the test gives', async () => {
    const simulator = await launch({ answerModal: (modal) => ({ confirm: modal.title !== 'Sure?' }) })
    expect(await ask(simulator, 'wx.showModal({ title: "Sure?", content: "Really" })')).toEqual({
      confirm: false,
      cancel: true,
      content: null,
      errMsg: 'showModal:ok',
    })
    expect(await ask(simulator, 'wx.showToast({ title: "Done", success() {} })')).toBeUndefined()
    await simulator.waitFor(() => simulator.shown.length === 2)
    expect(simulator.shown).toEqual([
      { kind: 'modal', title: 'Sure?', options: { title: 'Sure?', content: 'Really' } },
      { kind: 'toast', title: 'Done', options: { title: 'Done' } },
    ])
  })
})

describe('pages', () => {
  const page = (name: string): Record<string, string> => ({
    [`pages/${name}.js`]: `Page({ onLoad() { console.log('${name} load') }, onShow() { console.log('${name} show') }, onHide() { console.log('${name} hide') }, onUnload() { console.log('${name} unload') } })`,
    [`pages/${name}.wxml`]: `<view>${name}</view>`,
  })
  const tabBar = { list: [{ pagePath: 'pages/index' }, { pagePath: 'pages/me' }] }
  const files = {
    'app.json': { pages: ['pages/index', 'pages/me', 'pages/deep'], tabBar },
    ...page('index'),
    ...page('me'),
    ...page('deep'),
  }

  it('stand ten high at most', async () => {
    const simulator = await launch({ files })
    for (let height = 2; height <= 10; height += 1)
      expect(await ask(simulator, 'wx.navigateTo({ url: "/pages/deep" })')).toEqual({
        errMsg: 'navigateTo:ok',
        eventChannel: {},
      })
    expect(await ask(simulator, 'wx.navigateTo({ url: "/pages/deep" })')).toEqual({
      rejected: { errMsg: 'navigateTo:fail webview count limit exceed' },
    })
    expect(simulator.evaluate('getCurrentPages().length')).toBe(10)
    await ask(simulator, 'wx.navigateBack({ delta: 20 })')
    expect(simulator.pageStack().map((one) => one.route)).toEqual(['pages/index'])
    expect(await ask(simulator, 'wx.navigateBack()')).toEqual({
      rejected: { errMsg: 'navigateBack:fail cannot navigate back at first page.' },
    })
  })

  it('that are tabs stay alive, others end when a tab is chosen', async () => {
    const simulator = await launch({ files })
    await ask(simulator, 'wx.switchTab({ url: "/pages/me" })')
    await ask(simulator, 'wx.navigateTo({ url: "deep" })')
    await ask(simulator, 'wx.switchTab({ url: "/pages/index" })')
    expect(simulator.console.map((entry) => entry.text)).toEqual([
      'index load',
      'index show',
      'index hide',
      'me load',
      'me show',
      'me hide',
      'deep load',
      'deep show',
      'deep unload',
      'index show',
    ])
    expect(simulator.pageStack().map((one) => one.route)).toEqual(['pages/index'])
    await ask(simulator, 'wx.reLaunch({ url: "/pages/deep" })')
    expect(simulator.console.slice(10).map((entry) => entry.text)).toEqual([
      'index unload',
      'me unload',
      'deep load',
      'deep show',
    ])
    expect(simulator.pageStack().map((one) => one.route)).toEqual(['pages/deep'])
  })

  it('are refused where they do not exist or do not belong', async () => {
    const simulator = await launch({ files })
    expect(await ask(simulator, 'wx.navigateTo({ url: "/pages/none" })')).toEqual({
      rejected: { errMsg: 'navigateTo:fail page "pages/none" is not found' },
    })
    expect(await ask(simulator, 'wx.redirectTo({ url: "/pages/me" })')).toEqual({
      rejected: { errMsg: 'redirectTo:fail can not redirectTo a tabbar page' },
    })
    expect(await ask(simulator, 'wx.switchTab({ url: "/pages/deep" })')).toEqual({
      rejected: { errMsg: 'switchTab:fail can not switch to no-tabBar page' },
    })
  })

  it('talk to the page that opened them through a channel', async () => {
    const simulator = await launch({
      files: {
        ...files,
        'pages/deep.js':
          'Page({ onLoad() { const channel = this.getOpenerEventChannel(); channel.on("down", word => channel.emit("up", word + "!")) } })',
      },
    })
    simulator.evaluate(
      'wx.navigateTo({ url: "/pages/deep", events: { up: word => console.log("up", word) }, success: ({ eventChannel }) => eventChannel.emit("down", "hi") })',
    )
    await simulator.waitFor(() => simulator.console.some((entry) => entry.text === 'up hi!'))
  })
})

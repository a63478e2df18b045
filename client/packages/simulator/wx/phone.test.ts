// The rest of wx that is simulated, as WeChat documents each function, and what is not.
import { describe, expect, it } from 'vitest'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { startHttp } from '../testing/startHttp.ts'

describe('what a person has allowed', () => {
  it('is asked once for each scope, and told by getSetting', async () => {
    const simulator = await launchProgram({ answerAuthorize: (scope) => scope !== 'scope.record' })
    expect(await ask(simulator, 'wx.getSetting()')).toEqual({ authSetting: {}, errMsg: 'getSetting:ok' })
    expect(await ask(simulator, 'wx.authorize({ scope: "scope.userLocation" })')).toEqual({ errMsg: 'authorize:ok' })
    expect(await ask(simulator, 'wx.authorize({ scope: "scope.record" })')).toEqual({
      rejected: { errMsg: 'authorize:fail auth deny' },
    })
    expect(await ask(simulator, 'wx.getSetting({ withSubscriptions: true })')).toMatchObject({
      authSetting: { 'scope.userLocation': true, 'scope.record': false },
      subscriptionsSetting: { mainSwitch: true },
    })
    expect(await ask(simulator, 'wx.getLocation({ type: "gcj02" })')).toMatchObject({
      latitude: expect.any(Number) as number,
      errMsg: 'getLocation:ok',
    })
    expect(await ask(simulator, 'wx.getUserInfo()')).toMatchObject({
      userInfo: { nickName: '微信用户' },
      errMsg: 'getUserInfo:ok',
    })
  })
})

describe('the phone', () => {
  it('has a capsule, a clipboard, a battery and a voice', async () => {
    const simulator = await launchProgram({})
    const capsule = simulator.evaluate('wx.getMenuButtonBoundingClientRect()') as Record<string, number>
    expect([capsule['right'], capsule['bottom']]).toEqual([
      Number(capsule['left']) + Number(capsule['width']),
      Number(capsule['top']) + Number(capsule['height']),
    ])
    expect(await ask(simulator, 'wx.setClipboardData({ data: "copied" }).then(() => wx.getClipboardData())')).toEqual({
      data: 'copied',
      errMsg: 'getClipboardData:ok',
    })
    expect(simulator.shown).toMatchObject([{ kind: 'toast', title: '内容已复制' }])
    expect(await ask(simulator, 'wx.setClipboardData({ data: 1 })')).toMatchObject({
      rejected: { errMsg: 'setClipboardData:fail parameter error: parameter.data should be String' },
    })
    expect(await ask(simulator, 'wx.makePhoneCall({ phoneNumber: "10086" })')).toEqual({ errMsg: 'makePhoneCall:ok' })
    expect(await ask(simulator, 'wx.vibrateShort({ type: "light" })')).toEqual({ errMsg: 'vibrateShort:ok' })
    expect(await ask(simulator, 'wx.getBatteryInfo()')).toMatchObject({ level: 100, isCharging: false })
  })

  it('runs a program that is as new as it gets, or brings a newer one', async () => {
    const watch = `const m = wx.getUpdateManager(); m.onCheckForUpdate(e => console.log(e.hasUpdate)); m.onUpdateReady(() => { console.log('ready'); m.applyUpdate() }); m.onUpdateFailed(() => {})`
    for (const [update, lines] of [
      [undefined, ['false']],
      ['ready', ['true', 'ready']],
    ] as const) {
      const simulator = await launchProgram({
        files: { 'app.js': `App({ onLaunch() { ${watch} } })` },
        ...(update === undefined ? {} : { update }),
      })
      await simulator.waitFor(() => simulator.console.length === lines.length)
      expect(simulator.console.map((entry) => entry.text)).toEqual(lines)
    }
  })

  it('knows tab bars on tab pages only', async () => {
    const simulator = await launchProgram({
      files: {
        'app.json': { pages: ['pages/index', 'pages/b'], tabBar: { list: [{ pagePath: 'pages/index' }] } },
        'pages/b.js': 'Page({})',
        'pages/b.wxml': '<view/>',
      },
    })
    expect(await ask(simulator, 'wx.setTabBarBadge({ index: 0, text: "1" })')).toEqual({ errMsg: 'setTabBarBadge:ok' })
    await ask(simulator, 'wx.navigateTo({ url: "/pages/b" })')
    expect(await ask(simulator, 'wx.hideTabBar()')).toEqual({ rejected: { errMsg: 'hideTabBar:fail not TabBar page' } })
  })

  it('exports the steps of an animation', async () => {
    const simulator = await launchProgram({})
    const exported = await ask(
      simulator,
      'wx.createAnimation({ duration: 100 }).opacity(0).translateX(30).step().width(10).step({ delay: 5 }).export()',
    )
    expect(exported).toEqual({
      actions: [
        {
          animates: [
            { type: 'style', args: ['opacity', 0] },
            { type: 'translateX', args: [30] },
          ],
          option: { transformOrigin: '50% 50% 0', transition: { duration: 100, timingFunction: 'linear', delay: 0 } },
        },
        {
          animates: [{ type: 'style', args: ['width', '10px'] }],
          option: { transformOrigin: '50% 50% 0', transition: { duration: 100, timingFunction: 'linear', delay: 5 } },
        },
      ],
    })
  })
})

describe('files', () => {
  it('are written, read, listed and removed below USER_DATA_PATH, and read from the package', async () => {
    const simulator = await launchProgram({ files: { 'data/a.txt': 'from the package' } })
    expect(
      await ask(
        simulator,
        `(() => {
      const fs = wx.getFileSystemManager(); const file = wx.env.USER_DATA_PATH + '/d/a.txt'
      fs.mkdirSync(wx.env.USER_DATA_PATH + '/d'); fs.writeFileSync(file, '二', 'utf8'); fs.appendFileSync(file, '!', 'utf8')
      const found = [fs.readFileSync(file, 'utf8'), fs.readFileSync(file).byteLength, fs.readdirSync(wx.env.USER_DATA_PATH + '/d'), fs.statSync(file).isFile(), fs.readFileSync('/data/a.txt', 'utf-8')]
      fs.unlinkSync(file); let failed; try { fs.accessSync(file) } catch (e) { failed = e.message }
      return [...found, failed]
    })()`,
      ),
    ).toEqual([
      '二!',
      4,
      ['a.txt'],
      true,
      'from the package',
      "accessSync:fail no such file or directory, access 'http://usr/d/a.txt'",
    ])
    expect(
      await ask(
        simulator,
        'new Promise(resolve => wx.getFileSystemManager().readFile({ filePath: "http://usr/none", fail: resolve }))',
      ),
    ).toEqual({ errMsg: "readFile:fail no such file or directory, open 'http://usr/none'" })
  })

  it('are downloaded, looked at and kept', async () => {
    const { origin } = await startHttp((_request, response) => response.end(Buffer.from('\x89PNG', 'latin1')))
    const simulator = await launchProgram({})
    const { tempFilePath, statusCode } = (await ask(
      simulator,
      `new Promise((success, fail) => wx.downloadFile({ url: '${origin}/a.png', success, fail }))`,
    )) as Record<string, unknown>
    expect([statusCode, String(tempFilePath)]).toEqual([200, expect.stringMatching(/\.png$/)])
    expect(await ask(simulator, `wx.getImageInfo({ src: '${String(tempFilePath)}' })`)).toMatchObject({ type: 'png' })
    expect(await ask(simulator, `wx.saveImageToPhotosAlbum({ filePath: '${String(tempFilePath)}' })`)).toEqual({
      errMsg: 'saveImageToPhotosAlbum:ok',
    })
    expect(await ask(simulator, 'wx.previewImage({ urls: ["a", "b"], current: "b" })')).toEqual({
      errMsg: 'previewImage:ok',
    })
    expect(simulator.shown).toEqual([{ kind: 'preview', title: '', options: { urls: ['a', 'b'], current: 'b' } }])
  })

  it('are chosen by the person', async () => {
    const simulator = await launchProgram({ answerMedia: () => picked })
    const picked = [simulator.files.add('a', 'png'), simulator.files.add('bc', 'png')]
    expect(await ask(simulator, 'wx.chooseImage({ count: 1 })')).toEqual({
      tempFilePaths: picked.slice(0, 1),
      tempFiles: [{ path: picked[0], size: 1 }],
      errMsg: 'chooseImage:ok',
    })
  })

  it('become text and bytes again', async () => {
    const simulator = await launchProgram({})
    expect(simulator.evaluate('wx.arrayBufferToBase64(wx.base64ToArrayBuffer("aGk="))')).toBe('aGk=')
    expect(await ask(simulator, 'wx.getRandomValues({ length: 6 }).then(e => e.randomValues.byteLength)')).toBe(6)
  })
})

describe('what is not simulated', () => {
  it('says so once by its name, with what to do, and fails', async () => {
    const simulator = await launchProgram({})
    const failed = {
      rejected: {
        errMsg: 'scanCode:fail wx.scanCode is not simulated: give it to openSimulator, as in wx: { scanCode: () => … }',
      },
    }
    expect(await ask(simulator, 'wx.scanCode()')).toEqual(failed)
    expect(await ask(simulator, 'wx.scanCode({})')).toEqual(failed)
    expect(simulator.evaluate('wx.createWorker("a.js").postMessage({}).anything() === undefined')).toBe(false)
    expect(simulator.evaluate('wx.onCompassChange(() => {})')).toBe(undefined)
    expect(simulator.console.map((entry) => `${entry.level} ${entry.text.split(' ')[0]}`)).toEqual([
      'warn wx.scanCode',
      'warn wx.createWorker',
    ])
    expect(simulator.errors).toEqual([])
  })

  it('is given by the test, and so is anything else of wx', async () => {
    const simulator = await launchProgram({
      wx: {
        scanCode: async () => ({ result: '42' }),
        requestPayment: () => {
          throw new Error('cancel')
        },
        getSystemInfoSync: () => ({ platform: 'devtools' }),
        showToast: () => undefined,
      },
    })
    expect(await ask(simulator, 'new Promise(success => wx.scanCode({ success }))')).toEqual({
      result: '42',
      errMsg: 'scanCode:ok',
    })
    expect(await ask(simulator, 'wx.requestPayment({})')).toEqual({
      rejected: { errMsg: 'requestPayment:fail cancel' },
    })
    expect(simulator.evaluate('wx.getSystemInfoSync().platform + wx.canIUse("scanCode")')).toBe('devtoolstrue')
  })

  it('is there as far as a program needs it to load: cloud, worklets, plugins', async () => {
    const simulator = await launchProgram({
      files: {
        'app.js': `wx.cloud.init({ env: 'e' }); const plugin = requirePlugin('some'); plugin.start({ a: 1 }); const { shared, timing, Easing } = wx.worklet
        App({ async onLaunch() { console.log(shared(2).value, timing(3, { easing: Easing.ease })); await wx.cloud.callFunction({ name: 'f' }).catch(e => console.log(e.errMsg)) } })`,
        'pages/index.json': { usingComponents: { p: 'plugin://some/list' } },
        'pages/index.wxml': '<p/><view>there</view>',
      },
    })
    expect(simulator.currentPage().text()).toBe('there')
    expect(simulator.console.filter((entry) => entry.level === 'log').map((entry) => entry.text)).toEqual([
      '2 3',
      expect.stringMatching(/^cloud\.callFunction:fail wx\.cloud is not simulated/),
    ])
    const own = await launchProgram({ wx: { cloud: { callFunction: async () => ({ result: 1 }) } } })
    expect(await ask(own, 'wx.cloud.callFunction({})')).toEqual({ result: 1 })
  })

  it('every call of wx is noted with what was passed', async () => {
    const simulator = await launchProgram({
      files: { 'pages/index.js': 'Page({ onLoad() { wx.showToast({ title: "hi" }); wx.setStorageSync("a", 1) } })' },
    })
    expect(simulator.calls).toEqual([
      { api: 'showToast', args: [{ title: 'hi' }] },
      { api: 'setStorageSync', args: ['a', 1] },
    ])
  })
})

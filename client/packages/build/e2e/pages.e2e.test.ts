/** Every page and every failure a person can meet on it, walked on both of WeChat's frameworks. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agreementVersion } from '../../../pages/agreement/agreement.ts'
import { createSimulatedStorage, exparserEngine, glassEaselEngine } from 'uni-trpc-simulator'
import { createManualTimers } from 'uni-trpc-simulator/testing'
import { builtWorld } from '../testing/builtWorld.ts'
import { createWalks, workbench, type Walk, type Walks } from '../testing/walk.ts'

const world = builtWorld('mp-weixin-workbench')

const picture = (kilobytes: number) => {
  const bytes = new Uint8Array(kilobytes * 1024)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return bytes
}

const urlOf = (input: Parameters<typeof fetch>[0]) => String(input instanceof Request ? input.url : input)

/** A network on which, while `isHolding`, answers to this path wait until they are let go. */
function holding(path: string) {
  const held: (() => void)[] = []
  const network = {
    held,
    isHolding: true,
    fetch: async (...asked: Parameters<typeof fetch>) => {
      const answer = await fetch(...asked)
      if (network.isHolding && urlOf(asked[0]).includes(path)) await new Promise<void>((resolve) => held.push(resolve))
      return answer
    },
  }
  return network
}

describe.each([
  ['exparser', exparserEngine],
  ['glass-easel', glassEaselEngine],
] as const)('on %s', (name, engine) => {
  let walks: Walks
  beforeEach(() => {
    walks = createWalks({ ...world, engine })
  })
  afterEach(() => walks.end())

  /** A person of this test alone. */
  const who = (person: string) => `${person}-${name}`
  const digit = name === 'exparser' ? '1' : '2'
  const requestsOf = ({ simulator }: Walk) => simulator.requests.length

  async function signedIn(person: string, options: Parameters<Walks['start']>[1] = {}): Promise<Walk> {
    const walk = await walks.start(who(person), { path: workbench, ...options })
    await walk.tap('.sign-in')
    expect(walk.text('.status')).toMatch(/已登录|Signed in/)
    return walk
  }
  async function onMe(person: string, options: Parameters<Walks['start']>[1] = {}): Promise<Walk> {
    const walk = await signedIn(person, options)
    await walk.tap('.profile-link')
    await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.nickname'))
    return walk
  }

  /** As a person does it: from the first page through the agreement, and back. */
  async function entered(person: string, options: Parameters<Walks['start']>[1] = {}): Promise<Walk> {
    const walk = await walks.start(who(person), options)
    await walk.tap('.enter')
    await walk.tap('.agree')
    await walk.tap('.sign-in')
    await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.person'))
    await walk.settled()
    return walk
  }
  async function leadsTo(walk: Walk, links: Readonly<Record<string, string>>): Promise<void> {
    for (const [link, route] of Object.entries(links)) {
      await walk.tap(link)
      expect(walk.simulator.currentPage().route).toBe(`pages/${route}`)
      await walk.simulator.evaluate('wx.navigateBack()')
      await walk.simulator.waitFor(() => walk.simulator.pageStack().length === 1)
      await walk.settled()
    }
  }

  describe('the first page', () => {
    it('says what this is, has one button, and lets strangers look around', async () => {
      const walk = await walks.start(who('stranger'))
      const page = walk.simulator.currentPage()
      expect([page.count('wx-button'), page.text('.enter'), page.exists('.person')]).toEqual([1, '登录', false])
      expect(page.text('.intro')).not.toBe('')
      await leadsTo(walk, {
        '.enter': 'signIn/signIn',
        '.story-link': 'story/story',
        '.workbench-link': 'workbench/workbench',
      })
      expect(requestsOf(walk)).toBe(0)
    })

    it('shows who is signed in, picture and name as they are now, and leads to what is theirs', async () => {
      const walk = await entered('resident')
      const page = walk.simulator.currentPage()
      expect([page.route, page.text('.person'), page.exists('.enter')]).toEqual([
        'pages/index/index',
        '微信用户',
        false,
      ])
      expect(page.attribute('.picture', 'src')).toBe(null)
      await walk.tap('.profile-link')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.edit'))
      await walk.trigger('.avatar', 'chooseavatar', { avatarUrl: walk.simulator.files.add(picture(10), 'png') })
      await walk.tap('.edit')
      await walk.simulator.currentPage().input('.nickname-field', '小明')
      await walk.tap('.save')
      await walk.simulator.evaluate('wx.navigateBack()')
      await walk.simulator.waitFor(() => page.exists('.person') && page.text('.person') === '小明')
      expect(page.attribute('.picture', 'src')).toMatch(/^https:\/\/api\.example\.com\/avatars\//)
      await leadsTo(walk, { '.profile-link': 'me/me', '.notes-link': 'notes/notes', '.story-link': 'story/story' })
    })

    it('speaks English where the phone does', async () => {
      const walk = await entered('newcomer', { language: 'en' })
      expect(walk.text('.person')).toBe('WeChat user')
      expect(walk.simulator.currentPage().text()).not.toMatch(/\p{Script=Han}/u)
    })

    it('without a network says so, and shows the person as soon as it is back', async () => {
      const { simulator } = await entered('subway')
      const walk = await walks.start(who('subway'), {
        storage: simulator.storage,
        fetch: () => Promise.reject(new TypeError('down')),
      })
      expect(walk.text('.answer')).toContain('连不上服务器')
      const page = walk.simulator.currentPage()
      expect([page.exists('.enter'), page.exists('.person'), page.exists('.again')]).toEqual([false, false, true])
      simulator.network.offline = true
      await simulator.hide()
      await simulator.show()
      await simulator.waitFor(() => simulator.currentPage().exists('.again'))
      simulator.network.offline = false
      await simulator.waitFor(
        () => !simulator.currentPage().exists('.failure') && simulator.currentPage().exists('.person'),
      )
    })

    it('forgets who has left on another page', async () => {
      const walk = await entered('mover', { answerModal: () => ({ confirm: true }) })
      await walk.tap('.profile-link')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.leave'))
      await walk.tap('.leave')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.stranger'))
      await walk.simulator.evaluate('wx.navigateBack()')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().route === 'pages/index/index')
      const page = walk.simulator.currentPage()
      expect([page.exists('.enter'), page.exists('.person'), page.exists('.answer')]).toEqual([true, false, false])
    })

    it('tells that the sign-in was ended elsewhere, and leads back in', async () => {
      const first = await entered('twofold')
      const other = await signedIn('twofold', { storage: createSimulatedStorage() })
      await other.tap('.devices-link')
      await other.simulator.waitFor(() => other.simulator.currentPage().count('.device') === 2)
      await other.tap('.end-others')
      await other.simulator.waitFor(() => other.simulator.currentPage().count('.device') === 1)
      // In the background the program asks for what WeChat may pre-fetch with, and is refused with nobody looking.
      const before = requestsOf(first)
      await first.simulator.hide()
      await first.simulator.waitFor(
        () => requestsOf(first) > before && first.simulator.requests.at(-1)?.statusCode === 401,
      )
      await first.simulator.show()
      await first.simulator.waitFor(() => first.simulator.currentPage().exists('.enter'))
      expect(first.text('.answer')).toContain('10202')
    })
  })

  describe('the workbench', () => {
    it('is there to browse without signing in, and leads everywhere', async () => {
      const walk = await walks.start(who('builder'), { path: workbench })
      expect(walk.text('.status')).toBe('尚未登录')
      expect(walk.simulator.currentPage().exists('.person')).toBe(false)
      const links = {
        '.enter-link': 'signIn/signIn',
        '.profile-link': 'me/me',
        '.devices-link': 'devices/devices',
        '.story-link': 'story/story',
      }
      await leadsTo(walk, links)
      expect(requestsOf(walk)).toBe(0)
    })

    it('tells what happened, in how many requests and what time', async () => {
      const walk = await walks.start(who('curious'), { path: workbench })
      await walk.tap('.check')
      expect(walk.text('.answer')).toContain('10119')
      expect(walk.text('.cost')).toMatch(/^用了 1 次请求，\d+ 毫秒$/)
      await walk.tap('.sign-in')
      expect(walk.text('.cost')).toMatch(/^用了 1 次请求/)
      for (const _tap of [1, 2]) {
        await walk.tap('.sign-out')
        expect(walk.text('.answer')).toBe('已退出登录。')
      }
    })

    it('speaks English where the phone does', async () => {
      const walk = await signedIn('english', { language: 'en' })
      expect(walk.text('.answer')).toMatch(/member since \d{4}-/)
      expect(walk.text('.cost')).toMatch(/^1 request, \d+ ms$/)
      await walk.tap('.profile-link')
      expect(walk.simulator.currentPage().title).toBe('Me')
      expect(walk.simulator.currentPage().text()).not.toMatch(/\p{Script=Han}/u)
    })

    it('does nothing twice when tapped twice', async () => {
      const walk = await walks.start(who('hasty'), { path: workbench })
      const page = walk.simulator.currentPage()
      await Promise.all([page.tap('.sign-in'), page.tap('.sign-in'), page.tap('.check')])
      await walk.settled()
      expect(requestsOf(walk)).toBe(1)
    })

    it('shows who is signed in without a network, and who it is as soon as that is known', async () => {
      const storage = createSimulatedStorage()
      await signedIn('keeper', { storage })
      let isDown = true
      const walk = await walks.start(who('keeper'), {
        path: workbench,
        storage,
        fetch: (input, init) => (isDown ? Promise.reject(new TypeError('down')) : fetch(input, init)),
      })
      expect(walk.text('.status')).toBe('已登录')
      expect(walk.text('.answer')).toContain('连不上服务器')
      isDown = false
      await walk.tap('.check')
      expect(walk.text('.person')).toMatch(/^[\w-]{24}$/)
    })

    it('says that it signed out here alone, when the server was too busy to hear of it', async () => {
      const busy = {
        error: {
          message: 'busy',
          code: -32603,
          data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, reason: 'STORE_BUSY', reasonCode: 10701 },
        },
      }
      const walk = await signedIn('busy', {
        fetch: (input, init) =>
          urlOf(input).includes('auth.logout')
            ? Promise.resolve(Response.json([busy], { status: 503 }))
            : fetch(input, init),
      })
      await walk.tap('.sign-out')
      expect(walk.text('.answer')).toContain('本机已退出')
      expect(walk.text('.status')).toBe('尚未登录')
    })

    it('offers another try after a failure of the moment, and it works', async () => {
      const walk = await walks.start(who('patient'), { path: workbench })
      walk.simulator.network.offline = true
      expect(walk.simulator.currentPage().exists('.trouble')).toBe(false)
      await walk.tap('.check')
      expect(walk.text('.answer')).toContain('连不上服务器')
      await walk.tap('.sign-in')
      expect(walk.text('.answer')).toContain('没有给出登录码，请检查网络')
      expect(walk.text('.trouble')).toContain('网络已断开')
      walk.simulator.network.offline = false
      await walk.tap('.again')
      expect(walk.text('.status')).toBe('已登录')
      expect(walk.simulator.currentPage().exists('.trouble')).toBe(false)
      expect(walk.simulator.currentPage().exists('.again')).toBe(false)
    })

    it('says when the network is weak, or silent for long, and no longer once it is not', async () => {
      const timers = createManualTimers()
      const { held, fetch: slowly } = holding('/trpc')
      const walk = await walks.start(who('rural'), { path: workbench, timers, fetch: slowly })
      const page = walk.simulator.currentPage()
      walk.simulator.network.weak = true
      await walk.simulator.waitFor(() => page.exists('.trouble'))
      expect(walk.text('.trouble')).toContain('网络较慢')
      walk.simulator.network.weak = false
      await walk.simulator.waitFor(() => !page.exists('.trouble'))
      await page.tap('.check')
      // Calls of one tick are gathered by a timer.
      await walk.simulator.waitFor(() => (timers.advance(1), held.length === 1))
      timers.advance(4000)
      expect(page.exists('.trouble')).toBe(false)
      timers.advance(1000)
      await walk.simulator.waitFor(() => (timers.advance(1), page.exists('.trouble')))
      expect(page.exists('.waiting')).toBe(true)
      held[0]?.()
      await walk.simulator.waitFor(() => (timers.advance(1), !page.exists('.trouble')))
      expect(walk.text('.answer')).toContain('10119')
    })

    it('says when WeChat gives no code, and offers another try', async () => {
      const walk = await walks.start(who('codeless'), { path: workbench, login: () => Promise.reject(new Error('no')) })
      await walk.tap('.sign-in')
      expect(walk.text('.answer')).toContain('微信没有给出登录码')
      expect(walk.text('.cost')).toMatch(/^用了 0 次请求/)
      expect(walk.simulator.currentPage().exists('.again')).toBe(true)
    })
  })

  describe('the sign-in page', () => {
    const path = 'pages/signIn/signIn'
    const tick = (walk: Walk) => walk.tap('.agree')

    it('asks for the tick, which is never set beforehand, and sends nothing without it', async () => {
      const walk = await walks.start(who('careless'), { path })
      await walk.tap('.sign-in')
      expect(walk.text('.answer')).toContain('勾选')
      await walk.tap('.enter-with-phone')
      expect(walk.simulator.currentPage().attribute('.enter-with-phone', 'open-type')).not.toBe('getPhoneNumber')
      expect(requestsOf(walk)).toBe(0)
      await tick(walk)
      expect(walk.simulator.currentPage().exists('.answer')).toBe(false)
      await tick(walk)
      await walk.tap('.sign-in')
      expect(requestsOf(walk)).toBe(0)
    })

    it('takes back the offer to try again with the tick', async () => {
      const walk = await walks.start(who('wavering'), { path })
      await tick(walk)
      walk.simulator.network.offline = true
      await walk.tap('.sign-in')
      expect(walk.simulator.currentPage().exists('.again')).toBe(true)
      walk.simulator.network.offline = false
      await tick(walk)
      expect(walk.simulator.currentPage().exists('.again')).toBe(false)
      expect(requestsOf(walk)).toBe(0)
    })

    it('signs in after the tick, tells the server which agreement was accepted, and goes back', async () => {
      const walk = await walks.start(who('careful'))
      await walk.tap('.enter')
      await tick(walk)
      await walk.tap('.sign-in')
      await walk.simulator.waitFor(
        () =>
          walk.simulator.currentPage().route === 'pages/index/index' && walk.simulator.currentPage().exists('.person'),
      )
      expect(walk.simulator.requests[0]?.data).toMatch(new RegExp(`"consent":"${agreementVersion}"`))
    })

    it.each([
      ['the page that came after it', '.story-link', ['index/index', 'story/story']],
      ['the first page', null, ['index/index']],
    ])('left while it signs in, it leaves %s alone', async (_what, link, routes) => {
      const { held, fetch: slowly } = holding('/trpc')
      const walk = await walks.start(who('impatient'), { fetch: slowly })
      await walk.tap('.enter')
      await tick(walk)
      await walk.simulator.currentPage().tap('.sign-in')
      await walk.simulator.waitFor(() => held.length === 1)
      await walk.simulator.evaluate('wx.navigateBack()')
      if (link) await walk.tap(link)
      held[0]?.()
      await walk.simulator.waitFor(() => walk.simulator.requests[0]?.statusCode === 200)
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(walk.simulator.pageStack().map(({ route }) => route)).toEqual(routes.map((route) => `pages/${route}`))
    })

    it('is left once, however often one taps', async () => {
      const walk = await walks.start(who('nervous'), { path: workbench })
      await walk.tap('.profile-link')
      await walk.tap('.enter-link')
      const page = walk.simulator.currentPage()
      await Promise.all([page.tap('.skip'), page.tap('.skip')])
      await walk.simulator.waitFor(() => walk.simulator.pageStack().length < 3)
      expect(walk.simulator.currentPage().route).toBe('pages/me/me')
    })

    it('shows the agreement, and WeChat’s own privacy notice', async () => {
      const walk = await walks.start(who('reader'), { path })
      await walk.tap('.privacy')
      expect(walk.simulator.pageStack()).toHaveLength(1)
      await walk.tap('.agreement')
      expect(walk.simulator.currentPage().text()).toContain('注销')
      expect(walk.simulator.currentPage().title).toBe('用户协议')
    })

    it('shows the program’s own privacy notice where WeChat’s does not open', async () => {
      const walk = await walks.start(who('auditor'), {
        path,
        mishap: (api) => (api === 'openPrivacyContract' ? { fail: 'no contract' } : undefined),
      })
      await walk.tap('.privacy')
      await walk.simulator.waitFor(() => walk.simulator.pageStack().length === 2)
      expect(walk.simulator.currentPage().title).toBe('隐私保护指引')
      expect(walk.simulator.currentPage().text()).toMatch(/昵称.*手机号.*设备型号/)
    })

    it('signs in and binds the phone in one tap', async () => {
      const walk = await walks.start(who('quick'), { path })
      await tick(walk)
      expect(walk.simulator.currentPage().attribute('.enter-with-phone', 'open-type')).toBe('getPhoneNumber')
      await walk.trigger('.enter-with-phone', 'getphonenumber', {
        code: await walk.phoneCode(`1381111${digit}000`),
        errMsg: 'getPhoneNumber:ok',
      })
      await walk.simulator.waitFor(() => walk.simulator.currentPage().route === 'pages/index/index')
      await walk.settled()
      await walk.tap('.profile-link')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.phone'))
      expect(walk.text('.phone')).toBe(`138****${digit}000`)
    })

    it.each([
      [{ errMsg: 'getPhoneNumber:fail user deny' }, '没有授权'],
      [{ errMsg: 'getPhoneNumber:fail no permission' }, '非个人主体'],
      [{ errMsg: 'getPhoneNumber:fail', errno: 1400001 }, '额度'],
    ])('explains %o, and signs nobody in for it', async (detail, words) => {
      const walk = await walks.start(who('declining'), { path })
      await tick(walk)
      await walk.trigger('.enter-with-phone', 'getphonenumber', detail)
      expect(walk.text('.answer')).toContain(words)
      expect(walk.text('.answer')).toContain('微信一键登录')
      expect(requestsOf(walk)).toBe(0)
    })

    it('signs in without the number that an old client encrypted, for the code may have replaced its key', async () => {
      const walk = await walks.start(who('old'), { path })
      await tick(walk)
      await walk.trigger('.enter-with-phone', 'getphonenumber', {
        encryptedData: 'x',
        iv: 'y',
        errMsg: 'getPhoneNumber:ok',
      })
      expect(walk.text('.answer')).toContain('已登录')
      expect(requestsOf(walk)).toBe(1)
    })

    it('says that one is signed in although the phone belongs to another account', async () => {
      const phone = `1392222${digit}000`
      const first = await walks.start(who('first'), { path })
      await tick(first)
      await first.trigger('.enter-with-phone', 'getphonenumber', { code: await first.phoneCode(phone) })
      await first.simulator.waitFor(() => first.simulator.currentPage().route === 'pages/index/index')
      const second = await walks.start(who('second'), { path })
      await tick(second)
      await second.trigger('.enter-with-phone', 'getphonenumber', { code: await second.phoneCode(phone) })
      expect(second.text('.answer')).toMatch(/已登录.*10501/)
      expect(second.simulator.currentPage().exists('.again')).toBe(false)
      await second.tap('.go-on')
      await second.simulator.waitFor(() => second.simulator.currentPage().exists('.person'))
    })
  })

  describe('the page about oneself', () => {
    it('sends a stranger to the sign-in page', async () => {
      const walk = await walks.start(who('outside'), { path: 'pages/me/me' })
      expect(walk.text('.stranger')).toContain('登录')
      await walk.tap('.enter-link')
      expect(walk.simulator.currentPage().route).toBe('pages/signIn/signIn')
      expect(requestsOf(walk)).toBe(0)
    })

    it('uploads a picture, and shows how far it is', async () => {
      // The answer takes a moment, as over a real network, so that there is something to see meanwhile.
      const walk = await onMe('painter', {
        fetch: async (input, init) => {
          const answer = await fetch(input, init)
          if (urlOf(input).includes('user.avatar')) await new Promise((resolve) => setTimeout(resolve, 300))
          return answer
        },
      })
      const page = walk.simulator.currentPage()
      await page.trigger('.avatar', 'chooseavatar', { avatarUrl: walk.simulator.files.add(picture(400), 'png') })
      const seen = new Set<string>()
      await walk.simulator.waitFor(() => {
        if (page.exists('.waiting')) seen.add(page.text('.waiting'))
        return page.exists('.answer') && page.text('.answer') !== ''
      })
      expect(page.text('.answer')).toBe('头像已更新。')
      expect([...seen].join(' ')).toMatch(/上传中 \d+%/)
      const url = page.attribute('.picture', 'src') ?? ''
      expect(url).toMatch(/^https:\/\/api\.example\.com\/avatars\//)
      expect(
        (await fetch(url.replace('https://api.example.com', world.server.origin))).headers.get('content-type'),
      ).toBe('image/png')
    })

    it('says what is wrong with a picture, and sends one again after the network was lost', async () => {
      const walk = await onMe('clumsy')
      const choose = (bytes: Uint8Array) =>
        walk.trigger('.avatar', 'chooseavatar', { avatarUrl: walk.simulator.files.add(bytes, 'png') })
      await choose(new Uint8Array(100))
      expect(walk.text('.answer')).toContain('10502')
      expect(walk.simulator.currentPage().exists('.again')).toBe(false)
      walk.simulator.network.offline = true
      await choose(picture(10))
      expect(walk.text('.answer')).toContain('连不上服务器')
      walk.simulator.network.offline = false
      await walk.settled()
      await walk.tap('.again')
      expect(walk.text('.answer')).toBe('头像已更新。')
    })

    it('takes the nickname from the form, and says when it will not do', async () => {
      const walk = await onMe('named')
      const page = walk.simulator.currentPage()
      expect(page.exists('.nickname-field')).toBe(false)
      await walk.tap('.edit')
      const before = requestsOf(walk)
      for (const name of ['   ', '长'.repeat(33)]) {
        await page.input('.nickname-field', name)
        await walk.tap('.save')
        expect(walk.text('.answer')).toContain('1 到 32 个字')
      }
      await walk.trigger('.nickname-field', 'nicknamereview', { pass: false, timeout: false })
      expect(walk.text('.answer')).toContain('没有通过')
      expect(requestsOf(walk)).toBe(before)
      await page.input('.nickname-field', 'a\u202eb\u0007')
      await walk.tap('.save')
      expect(walk.text('.answer')).toContain('10400')
      await page.input('.nickname-field', '小明 🙂')
      await walk.tap('.save')
      expect(walk.text('.answer')).toBe('昵称已更新。')
      expect(walk.text('.nickname')).toBe('小明 🙂')
      expect(page.exists('.nickname-field')).toBe(false)
    })

    it('saves the name as it stands now, not as it stood when the network failed', async () => {
      const walk = await onMe('corrected')
      const page = walk.simulator.currentPage()
      await walk.tap('.edit')
      await page.input('.nickname-field', '小明')
      walk.simulator.network.offline = true
      await walk.tap('.save')
      expect(walk.text('.answer')).toContain('连不上服务器')
      expect(page.exists('.again')).toBe(false)
      walk.simulator.network.offline = false
      await page.input('.nickname-field', '小红')
      await walk.tap('.save')
      expect(walk.text('.nickname')).toBe('小红')
      await walk.tap('.edit')
      await walk.tap('.cancel')
      expect(page.exists('.answer')).toBe(false)
    })

    it('closes the name with the session, so that the next person is asked anew', async () => {
      const walk = await onMe('forgetful')
      await walk.tap('.edit')
      await walk.tap('.sign-out')
      await walk.tap('.enter-link')
      await walk.tap('.agree')
      await walk.tap('.sign-in')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.nickname'))
      expect(walk.simulator.currentPage().exists('.nickname-field')).toBe(false)
    })

    it('shows what was changed, also when it was read before that and answered after', async () => {
      const network = holding('user.me')
      network.isHolding = false
      const walk = await onMe('racer', { fetch: network.fetch })
      network.isHolding = true
      await walk.simulator.hide()
      await walk.simulator.show()
      await walk.simulator.waitFor(() => network.held.length === 1)
      await walk.simulator
        .currentPage()
        .trigger('.bind-phone', 'getphonenumber', { code: await walk.phoneCode(`1355555${digit}000`) })
      await walk.simulator.waitFor(() => walk.text('.answer') === '手机号已绑定。')
      network.held[0]?.()
      await walk.settled()
      expect(walk.text('.phone')).toBe(`135****${digit}000`)
    })

    it('tells one thing at a time, and offers to try again only that', async () => {
      const walk = await onMe('mixed')
      walk.simulator.network.offline = true
      await walk.trigger('.avatar', 'chooseavatar', { avatarUrl: walk.simulator.files.add(picture(10), 'png') })
      expect(walk.simulator.currentPage().exists('.again')).toBe(true)
      walk.simulator.network.offline = false
      await walk.settled()
      await walk.trigger('.bind-phone', 'getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' })
      expect(walk.text('.answer')).toContain('没有授权')
      expect(walk.simulator.currentPage().exists('.again')).toBe(false)
    })

    it('asks for privacy consent before the nickname field, in WeChat’s own pop-up', async () => {
      let asked = 0
      const walk = await onMe('private', { needPrivacyAuthorization: true, answerPrivacy: () => ++asked > 1 })
      const page = walk.simulator.currentPage()
      await walk.tap('.edit')
      await walk.simulator.waitFor(() => page.exists('.answer') && page.text('.answer') !== '')
      expect(page.text('.answer')).toContain('隐私保护指引')
      expect(page.exists('.nickname-field')).toBe(false)
      await walk.tap('.edit')
      await walk.simulator.waitFor(() => page.exists('.nickname-field'))
      expect(asked).toBe(2)
    })

    it('binds the phone, changes it, and unbinds it when that is confirmed', async () => {
      let isSure = false
      const walk = await onMe('caller', { answerModal: () => ({ confirm: isSure }) })
      const bind = async (phone: string) =>
        walk.trigger('.bind-phone', 'getphonenumber', { code: await walk.phoneCode(phone) })
      expect(walk.text('.phone')).toBe('未绑定')
      await walk.trigger('.bind-phone', 'getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' })
      expect(walk.text('.answer')).toContain('没有授权')
      await bind(`1373333${digit}000`)
      expect(walk.text('.phone')).toMatch(/^137\*{4}\d{4}$/)
      expect(walk.text('.bind-phone')).toBe('更换')
      await bind(`1364444${digit}000`)
      expect(walk.text('.phone')).toMatch(/^136\*{4}\d{4}$/)
      await walk.tap('.unbind-phone')
      expect(walk.text('.phone')).toMatch(/^136/)
      isSure = true
      await walk.tap('.unbind-phone')
      await walk.simulator.waitFor(() => walk.text('.phone') === '未绑定')
      expect(walk.text('.answer')).toBe('手机号已解绑。')
    })

    it('signs out, also without a network', async () => {
      const walk = await onMe('walker')
      walk.simulator.network.offline = true
      await walk.tap('.sign-out')
      expect(walk.text('.answer')).toContain('本机已退出')
      expect(walk.simulator.currentPage().exists('.stranger')).toBe(true)
    })

    it('deletes the account when that is confirmed, and forgets the person', async () => {
      let isSure = false
      const walk = await onMe('leaver', { answerModal: () => ({ confirm: isSure }) })
      const before = requestsOf(walk)
      await walk.tap('.leave')
      expect(requestsOf(walk)).toBe(before)
      isSure = true
      await walk.tap('.leave')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.stranger'))
      expect(walk.text('.answer')).toContain('账号已注销')
      expect(walk.simulator.currentPage().exists('.notice')).toBe(false)
      const again = await walks.start(who('leaver'), { path: workbench, storage: walk.simulator.storage })
      await again.tap('.check')
      expect(again.text('.answer')).toContain('10119')
    })

    it('asks once before the account is deleted, however often one taps', async () => {
      const answers: (() => void)[] = []
      const walk = await onMe('doubtful', {
        answerModal: () => new Promise((resolve) => answers.push(() => resolve({ confirm: true }))),
      })
      const page = walk.simulator.currentPage()
      await Promise.all([page.tap('.leave'), page.tap('.leave')])
      await walk.simulator.waitFor(() => answers.length > 0)
      for (const answer of answers) answer()
      await walk.simulator.waitFor(() => page.exists('.stranger'))
      await walk.settled()
      expect(answers).toHaveLength(1)
      expect(walk.text('.answer')).toContain('账号已注销')
    })

    it('says that the account is deleted, although the answer to that was lost once', async () => {
      let isLost = false
      const walk = await onMe('unlucky', {
        answerModal: () => ({ confirm: true }),
        fetch: async (input, init) => {
          const answer = await fetch(input, init)
          if (isLost || !urlOf(input).includes('user.leave')) return answer
          isLost = true
          throw new TypeError('lost')
        },
      })
      await walk.tap('.leave')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.again'))
      await walk.tap('.again')
      expect(walk.text('.answer')).toContain('账号已注销')
      expect(walk.simulator.currentPage().exists('.stranger')).toBe(true)
      expect(walk.simulator.currentPage().exists('.nickname')).toBe(false)
    })

    it('forgets on the page below, too, who has left', async () => {
      const walk = await onMe('gone', { answerModal: () => ({ confirm: true }) })
      await walk.tap('.leave')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.stranger'))
      await walk.simulator.evaluate('wx.navigateBack()')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().route === workbench)
      expect(walk.text('.status')).toBe('尚未登录')
      expect(walk.text('.answer')).toBe('')
    })

    it.each(['.unbind-phone', '.leave'])(
      'without a network %s fails with a sentence, changes nothing, and works when tried again',
      async (button) => {
        const walk = await onMe('tunnel', { answerModal: () => ({ confirm: true }) })
        await walk.trigger('.bind-phone', 'getphonenumber', { code: await walk.phoneCode(`1346666${digit}000`) })
        walk.simulator.network.offline = true
        await walk.tap(button)
        await walk.simulator.waitFor(() => walk.text('.answer').includes('连不上服务器'))
        expect(walk.text('.phone')).toMatch(/^134/)
        walk.simulator.network.offline = false
        await walk.settled()
        await walk.tap('.again')
        expect(walk.text('.answer')).toMatch(/已解绑|已注销/)
        expect(walk.simulator.currentPage().exists('.unbind-phone')).toBe(false)
      },
    )

    it('opened without a network it says so, and loads by itself once there is one', async () => {
      const walk = await signedIn('commuter')
      walk.simulator.network.offline = true
      await walk.tap('.profile-link')
      expect(walk.text('.answer')).toContain('连不上服务器')
      expect(walk.text('.trouble')).toContain('网络已断开')
      walk.simulator.network.offline = false
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.nickname'))
      expect(walk.simulator.currentPage().exists('.again')).toBe(false)
    })
  })

  describe('the notes', () => {
    const bodies = ({ simulator }: Walk) => simulator.currentPage().texts('.note-body')
    /** A field that was never typed in has no value at all. */
    const fieldOf = ({ simulator }: Walk) => simulator.currentPage().attribute('.note-text', 'value') ?? ''
    async function write(walk: Walk, text: string): Promise<void> {
      await walk.simulator.currentPage().input('.note-text', text)
      await walk.tap('.note-add')
    }
    async function onNotes(person: string, options: Parameters<Walks['start']>[1] = {}): Promise<Walk> {
      const walk = await entered(person, options)
      await walk.tap('.notes-link')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().route === 'pages/notes/notes')
      await walk.settled()
      return walk
    }

    it('send a stranger to the sign-in page, and ask for nothing', async () => {
      const walk = await walks.start(who('unknown'), { path: 'pages/notes/notes' })
      expect(walk.text('.stranger')).toContain('登录')
      expect(walk.simulator.currentPage().exists('.note-text')).toBe(false)
      await walk.tap('.enter-link')
      expect(walk.simulator.currentPage().route).toBe('pages/signIn/signIn')
      expect(requestsOf(walk)).toBe(0)
    })

    it('begin with a word instead of a list, take what is written, newest first, and keep it', async () => {
      const walk = await onNotes('writer')
      const page = walk.simulator.currentPage()
      expect([page.text('.note-empty'), page.count('.note')]).toEqual(['还没有笔记，写下第一条吧。', 0])
      await write(walk, '一 🙂')
      await write(walk, '二')
      expect([bodies(walk), page.exists('.note-empty'), fieldOf(walk)]).toEqual([['二', '一 🙂'], false, ''])
      const again = await walks.start(who('writer'), { path: 'pages/notes/notes', storage: walk.simulator.storage })
      expect([bodies(again), again.simulator.currentPage().count('.note')]).toEqual([['二', '一 🙂'], 2])
    })

    it('say that a blank one is none, and send nothing', async () => {
      const walk = await onNotes('blank')
      const before = requestsOf(walk)
      await write(walk, '   ')
      expect(walk.text('.answer')).toContain('1 到 1000 个字')
      expect(requestsOf(walk)).toBe(before)
    })

    it('are changed in their place, or left as they were', async () => {
      const walk = await onNotes('editor')
      await write(walk, '一')
      await write(walk, '二')
      const page = walk.simulator.currentPage()
      await page.tap('.note-edit', 1)
      expect(page.attribute('.note-edited', 'value')).toBe('一')
      await page.input('.note-edited', '别的')
      await walk.tap('.note-cancel')
      expect(bodies(walk)).toEqual(['二', '一'])
      await page.tap('.note-edit', 1)
      await page.input('.note-edited', '壹')
      await walk.tap('.note-save')
      expect([bodies(walk), page.exists('.note-edited')]).toEqual([['二', '壹'], false])
    })

    it('are removed, and come back when that is undone', async () => {
      const walk = await onNotes('remover')
      await write(walk, '一')
      await write(walk, '二')
      const page = walk.simulator.currentPage()
      await page.tap('.note-remove', 0)
      await walk.settled()
      expect([bodies(walk), page.text('.result')]).toEqual([['一'], '已删除。撤销'])
      await walk.tap('.note-undo')
      expect([bodies(walk), page.exists('.note-undo')]).toEqual([['二', '一'], false])
      const again = await walks.start(who('remover'), { path: 'pages/notes/notes', storage: walk.simulator.storage })
      expect(bodies(again)).toEqual(['二', '一'])
    })

    it('are gone here, too, when they were removed on another phone', async () => {
      const walk = await onNotes('twice')
      await write(walk, '一')
      const other = await walks.start(who('twice'), { path: 'pages/notes/notes', storage: walk.simulator.storage })
      await other.tap('.note-remove')
      await walk.tap('.note-remove')
      expect([bodies(walk), walk.text('.answer')]).toEqual([[], ''])
    })

    it('are read page by page', async () => {
      const walk = await onNotes('diligent')
      const all = Array.from({ length: 21 }, (_, number) => `第 ${number} 条`)
      for (const text of all) await write(walk, text)
      const again = await walks.start(who('diligent'), { path: 'pages/notes/notes', storage: walk.simulator.storage })
      expect(bodies(again)).toEqual(all.slice(1).reverse())
      await again.tap('.note-more')
      expect([bodies(again), again.simulator.currentPage().exists('.note-more')]).toEqual([[...all].reverse(), false])
    })

    it('lose nothing without a network: the text stays in the field, the note on the page', async () => {
      const walk = await onNotes('hiker')
      await write(walk, '一')
      walk.simulator.network.offline = true
      await write(walk, '二')
      expect([walk.text('.answer'), fieldOf(walk), bodies(walk)]).toEqual([
        expect.stringContaining('连不上服务器'),
        '二',
        ['一'],
      ])
      await walk.tap('.note-remove')
      expect(bodies(walk)).toEqual(['一'])
      walk.simulator.network.offline = false
      await walk.settled()
      await walk.tap('.again')
      expect(bodies(walk)).toEqual([])
      await walk.tap('.note-add')
      expect(bodies(walk)).toEqual(['二'])
    })

    it('are shown to nobody once the sign-in has ended', async () => {
      const walk = await onNotes('ended')
      await write(walk, '一')
      const other = await signedIn('ended', { storage: createSimulatedStorage() })
      await other.tap('.devices-link')
      await other.simulator.waitFor(() => other.simulator.currentPage().count('.device') === 2)
      await other.tap('.end-others')
      await other.simulator.waitFor(() => other.simulator.currentPage().count('.device') === 1)
      await walk.tap('.note-remove')
      const page = walk.simulator.currentPage()
      expect([walk.text('.answer'), page.count('.note'), page.exists('.stranger')]).toEqual([
        expect.stringContaining('10202'),
        0,
        true,
      ])
    })
  })

  describe('the story', () => {
    it('says when it cannot be told, and is told once there is a network', async () => {
      const walk = await walks.start(who('listener'), { path: 'pages/story/story' })
      walk.simulator.network.offline = true
      await walk.tap('.tell')
      expect(walk.text('.answer')).toContain('连不上服务器')
      expect(walk.text('.trouble')).toContain('网络已断开')
      walk.simulator.network.offline = false
      const page = walk.simulator.currentPage()
      await Promise.all([page.tap('.tell'), page.tap('.tell')])
      await walk.simulator.waitFor(() => page.exists('.tell') && page.text('.story').endsWith('。'), {
        timeoutMs: 15_000,
      })
      expect(walk.text('.answer')).toBe('')
      expect(requestsOf(walk)).toBe(2)
    })

    it('stops, on the server too, when the page is left', async () => {
      const walk = await walks.start(who('leaving'))
      await walk.tap('.story-link')
      const page = walk.simulator.currentPage()
      await page.tap('.tell')
      await walk.simulator.waitFor(() => page.text('.story').length > 3)
      await walk.simulator.evaluate('wx.navigateBack()')
      await walk.simulator.waitFor(() => walk.simulator.requests.at(-1)?.errMsg === 'request:fail abort')
    })
  })

  describe('the devices', () => {
    async function onDevices(person: string): Promise<Walk> {
      const walk = await onMe(person, { storage: createSimulatedStorage() })
      await walk.tap('.devices-link')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.device'))
      return walk
    }

    it('are listed, this one marked; another is ended, and told so at once', async () => {
      const taxi = await onDevices('taxi')
      expect(taxi.simulator.currentPage().count('.device')).toBe(1)
      expect(taxi.simulator.currentPage().exists('.end')).toBe(false)
      const hand = await onDevices('taxi')
      const page = hand.simulator.currentPage()
      expect([page.count('.device'), page.count('.current')]).toEqual([2, 1])
      await hand.tap('.end')
      await hand.simulator.waitFor(() => page.count('.device') === 1)
      expect(hand.text('.answer')).toBe('已结束 1 个登录。')
      await taxi.simulator.waitFor(() => taxi.simulator.currentPage().exists('.notice'), { timeoutMs: 10_000 })
      expect(taxi.text('.notice')).toContain('别处')
      expect(taxi.text('.answer')).toContain('10202')
      expect(taxi.simulator.currentPage().exists('.device')).toBe(false)
      expect(taxi.simulator.currentPage().exists('.enter-link')).toBe(true)
    })

    it.each(['.end', '.end-others'])('say when %s does not work, and do it when tried again', async (button) => {
      const person = `stuck${button.slice(1)}`
      await signedIn(person)
      const walk = await onDevices(person)
      const page = walk.simulator.currentPage()
      walk.simulator.network.offline = true
      await walk.tap(button)
      await walk.simulator.waitFor(() => page.exists('.answer') && walk.text('.answer').includes('连不上服务器'))
      expect(page.count('.device')).toBe(2)
      walk.simulator.network.offline = false
      await walk.settled()
      await walk.tap('.again')
      await walk.simulator.waitFor(() => page.count('.device') === 1)
      expect(walk.text('.answer')).toBe('已结束 1 个登录。')
    })

    it('all others are ended together', async () => {
      const others = [await signedIn('owner'), await signedIn('owner')]
      const walk = await onDevices('owner')
      expect(walk.simulator.currentPage().count('.device')).toBe(3)
      await walk.tap('.end-others')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().count('.device') === 1)
      expect(walk.text('.answer')).toBe('已结束 2 个登录。')
      for (const other of others) {
        await other.tap('.me')
        expect(other.text('.answer')).toContain('10202')
      }
    })

    it('are watched over one socket, and by nobody once the page is left', async () => {
      const walk = await onDevices('watcher')
      const { sockets } = walk.simulator.network
      expect(sockets).toHaveLength(1)
      expect(sockets[0]?.url).toBe('wss://api.example.com/trpc?connectionParams=1')
      await walk.simulator.evaluate('wx.navigateBack({ delta: 2 })')
      await walk.simulator.waitFor(
        () =>
          sockets[0]?.closed !== undefined ||
          sockets[0]?.sent.some((message) => String(message).includes('subscription.stop')) === true,
      )
      expect(walk.simulator.currentPage().route).toBe(workbench)
    })

    it('tell the page about oneself, too, when this one is ended', async () => {
      const told = await onMe('teller')
      const walk = await onDevices('teller')
      await walk.tap('.end')
      await told.simulator.waitFor(() => told.simulator.currentPage().exists('.notice'), { timeoutMs: 10_000 })
      expect(told.simulator.currentPage().exists('.nickname')).toBe(false)
      expect(told.text('.answer')).toContain('10202')
      expect(told.simulator.currentPage().exists('.enter-link')).toBe(true)
    })
  })
})

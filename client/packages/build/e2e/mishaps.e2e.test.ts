/**
 * The built program on a phone whose WeChat misbehaves: it does not answer, answers twice, fails, or forgets what it
 * kept.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sentences } from 'uni-trpc-protocol/sentences'
import {
  createSimulatedStorage,
  exparserEngine,
  glassEaselEngine,
  type Mishap,
  type SimulatedStorage,
} from 'uni-trpc-simulator'
import { createManualTimers } from 'uni-trpc-simulator/testing'
import { builtWorld } from '../testing/builtWorld.ts'
import { createWalks, workbench, type Walk, type Walks } from '../testing/walk.ts'

const world = builtWorld('mp-weixin-workbench')

describe.each([
  ['exparser', exparserEngine],
  ['glass-easel', glassEaselEngine],
] as const)('on %s', (name, engine) => {
  let walks: Walks
  beforeEach(() => {
    walks = createWalks({ ...world, engine })
  })
  afterEach(() => walks.end())

  async function signedIn(person: string, options: Parameters<Walks['start']>[1] = {}): Promise<Walk> {
    const walk = await walks.start(`${person}-${name}`, { path: workbench, ...options })
    await walk.tap('.sign-in')
    expect(walk.text('.status')).toBe('已登录')
    return walk
  }
  async function onMe(person: string, options: Parameters<Walks['start']>[1] = {}): Promise<Walk> {
    const walk = await signedIn(person, options)
    await walk.tap('.profile-link')
    await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.nickname'))
    return walk
  }
  /** This mishap at the first so many calls of one function. */
  function first(times: number, api: string, mishap: Mishap) {
    let calls = 0
    return { mishap: (called: string) => (called === api && ++calls <= times ? mishap : undefined), calls: () => calls }
  }

  describe('a storage that cannot be read for a while', () => {
    /** The same storage on a phone that fails on the session's first readings. */
    function failing(storage: SimulatedStorage, times: number, read: () => unknown): SimulatedStorage {
      let left = times
      return { ...storage, get: (key) => (key === 'uni-trpc.session' && left-- > 0 ? read() : storage.get(key)) }
    }

    it.each<[string, () => unknown]>([
      [
        'throws',
        () => {
          throw new Error('getStorageSync:fail')
        },
      ],
      ['is empty', () => undefined],
      ['holds something foreign', () => 'x'],
    ])('and %s, signs nobody out', async (_how, read) => {
      const storage = createSimulatedStorage()
      await signedIn('forgetting', { storage })
      for (const times of [1, 5, 50]) {
        const walk = await walks.start(`forgetting-${name}`, {
          path: workbench,
          storage: failing(storage, times, read),
        })
        await walk.tap('.check')
        await walk.tap('.me')
        const again = await walks.start(`forgetting-${name}`, { path: workbench, storage })
        await again.tap('.check')
        expect(again.text('.status')).toBe('已登录')
        expect(again.text('.answer')).toContain('登录有效至')
      }
    })
  })

  describe('a login that never answers', () => {
    it('fails with a sentence in time, and the buttons come back', async () => {
      const timers = createManualTimers()
      const { mishap } = first(1, 'login', 'silent')
      const walk = await walks.start(`mute-${name}`, { path: workbench, timers, mishap })
      const page = walk.simulator.currentPage()
      await page.tap('.sign-in')
      await walk.simulator.waitFor(() => (timers.advance(1), page.exists('.waiting')))
      await walk.simulator.waitFor(() => (timers.advance(1000), !page.exists('.waiting')))
      expect(walk.text('.answer')).toContain('微信没有给出登录码')
      await page.tap('.sign-in')
      await walk.simulator.waitFor(() => (timers.advance(1), page.text('.status') === '已登录'))
    })
  })

  it.each<[string, Mishap]>([
    ['never answers', 'silent'],
    ['answers twice', 'twice'],
    ['fails', { fail: 'internal error', errno: 1 }],
  ])(
    'whatever else of WeChat’s %s, the program goes its way, and no failure is left uncaught',
    async (_how, mishap) => {
      // uni-app itself keeps an id of the device, and asks nobody whether that works.
      const needed = ['login', 'navigateBack', 'setStorage']
      const storage = createSimulatedStorage()
      const options = {
        storage,
        mishap: (api: string) => (needed.includes(api) ? undefined : mishap),
        prefetch: { url: 'https://api.example.com/prefetch' },
      }
      const walk = await onMe('unlucky', options)
      const before = walk.simulator.requests.length
      await walk.simulator.hide()
      await walk.simulator.waitFor(
        () => walk.simulator.requests.length > before && walk.simulator.requests.at(-1)?.statusCode === 200,
      )
      await walk.simulator.show()
      await walk.settled()
      const again = await walks.start(`unlucky-${name}`, { path: workbench, ...options })
      await again.tap('.sign-out')
      expect(again.text('.answer')).toBe('已退出登录。')
    },
  )

  it('a question that WeChat lost keeps nobody from asking it again', async () => {
    const { mishap, calls } = first(1, 'showModal', 'silent')
    const walk = await onMe('questioned', { mishap })
    const page = walk.simulator.currentPage()
    await page.tap('.leave')
    await page.tap('.leave')
    expect(calls()).toBe(1)
    await walk.simulator.waitFor(() => {
      void page.tap('.leave')
      return calls() === 2
    })
    await walk.simulator.waitFor(() => page.exists('.stranger'))
    expect(walk.text('.answer')).toContain('账号已注销')
  })

  describe('leaving the sign-in page', () => {
    const onSignIn = async (person: string, mishap: (api: string) => Mishap | undefined) => {
      const walk = await walks.start(`${person}-${name}`, { mishap })
      await walk.tap('.enter')
      await walk.tap('.agree')
      await walk.tap('.sign-in')
      return walk
    }
    const isHome = ({ simulator }: Walk) => simulator.currentPage().route === 'pages/index/index'

    it('leads to the first page when there is no way back', async () => {
      const walk = await onSignIn('stuck', first(1, 'navigateBack', { fail: 'cannot navigate back' }).mishap)
      await walk.simulator.waitFor(() => isHome(walk))
      expect(walk.simulator.pageStack()).toHaveLength(1)
    })

    it('can be tried again when nothing comes of it', async () => {
      const walk = await onSignIn('waiting', first(1, 'navigateBack', 'silent').mishap)
      expect(isHome(walk)).toBe(false)
      await walk.simulator.waitFor(() => {
        if (!isHome(walk)) void walk.simulator.currentPage().tap('.go-on')
        return isHome(walk)
      })
    })
  })

  describe('consent that WeChat asks for', () => {
    it('is the operator’s fault, not the person’s, where the console does not declare it', async () => {
      const { mishap } = first(1, 'requirePrivacyAuthorize', {
        fail: 'api scope is not declared in the privacy agreement',
        errno: 112,
      })
      const walk = await onMe('undeclared', { mishap })
      await walk.tap('.edit')
      expect(walk.text('.answer')).toMatch(/没有声明.*开发者/)
      expect(walk.text('.answer')).not.toContain('没有同意')
      await walk.tap('.edit')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.nickname-field'))
    })

    it('may be asked for again when it failed for reasons of WeChat’s, or was never answered', async () => {
      for (const mishap of [{ fail: 'internal error' }, 'silent'] as const) {
        const walk = await onMe(`asked${typeof mishap}`, first(1, 'requirePrivacyAuthorize', mishap))
        await walk.tap('.edit')
        expect(walk.simulator.currentPage().text()).not.toContain('没有同意')
        await walk.tap('.edit')
        await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.nickname-field'))
      }
    })
  })

  describe('the review of a nickname', () => {
    const isSaved = ({ simulator }: Walk) => simulator.requests.some(({ url }) => url.includes('user.update'))
    type Verdict = { pass: boolean; timeout: boolean } | undefined
    async function named(person: string, answerNickname: () => Verdict): Promise<Walk> {
      const walk = await onMe(person, { answerNickname })
      await walk.tap('.edit')
      await walk.simulator.currentPage().input('.nickname-field', '小明')
      return walk
    }

    it('comes first: nothing is saved before its verdict, and what it refuses never', async () => {
      const walk = await named('early', () => undefined)
      const page = walk.simulator.currentPage()
      await page.tap('.save')
      await walk.simulator.waitFor(() => page.exists('.waiting'))
      expect(isSaved(walk)).toBe(false)
      await walk.trigger('.nickname-field', 'nicknamereview', { pass: false, timeout: false })
      expect(walk.text('.answer')).toContain('没有通过')
      expect(isSaved(walk)).toBe(false)
      await page.input('.nickname-field', '小红')
      await page.tap('.save')
      await walk.trigger('.nickname-field', 'nicknamereview', { pass: true, timeout: false })
      expect(walk.text('.nickname')).toBe('小红')
    })

    it('is heard, too, when it comes before the tap', async () => {
      const walk = await named('quick', () => ({ pass: false, timeout: false }))
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.failure'))
      await walk.tap('.save')
      expect(isSaved(walk)).toBe(false)
      const passed = await named('passed', () => ({ pass: true, timeout: false }))
      await passed.tap('.save')
      expect(passed.text('.nickname')).toBe('小明')
    })

    it('blames nobody for a verdict that WeChat was too slow for, saves nothing, and can be had again', async () => {
      const verdicts: Verdict[] = [
        { pass: false, timeout: true },
        { pass: true, timeout: false },
      ]
      const walk = await named('slow', () => verdicts.shift())
      await walk.tap('.save')
      expect(walk.text('.answer')).toContain('还没有审核完')
      expect([isSaved(walk), walk.simulator.currentPage().attribute('.nickname-field', 'value')]).toEqual([
        false,
        '小明',
      ])
      await walk.simulator.currentPage().input('.nickname-field', '小明')
      await walk.tap('.save')
      expect(walk.text('.nickname')).toBe('小明')
    })

    it('is waited for no longer than a moment', async () => {
      const walk = await named('unheard', () => undefined)
      const page = walk.simulator.currentPage()
      await page.tap('.save')
      await walk.simulator.waitFor(() => page.exists('.failure'), { timeoutMs: 10_000 })
      expect(walk.text('.answer')).toContain('还没有审核完')
      expect([isSaved(walk), page.exists('.waiting')]).toEqual([false, false])
    })
  })

  describe('a picture from the album', () => {
    const bytesOf = (kilobytes: number, ...start: number[]) => {
      const bytes = new Uint8Array(kilobytes * 1024)
      bytes.set(start)
      return bytes
    }
    const jpeg = (kilobytes: number) => bytesOf(kilobytes, 0xff, 0xd8, 0xff, 0xe0)
    const gif = (kilobytes: number) => bytesOf(kilobytes, ...Buffer.from('GIF89a'))
    const uploads = ({ simulator }: Walk) => simulator.requests.filter(({ url }) => url.includes('user.avatar')).length
    const choose = (walk: Walk, bytes: Uint8Array) =>
      walk.trigger('.avatar', 'chooseavatar', { avatarUrl: walk.simulator.files.add(bytes, 'jpg') })

    it('is sent as it is when the server takes it, and made smaller when it is too large', async () => {
      const qualities: unknown[] = []
      const walk = await onMe('album', {
        compressPicture: (bytes, { quality }) => (
          qualities.push(quality), jpeg(((bytes.length / 1024) * Number(quality)) / 100)
        ),
      })
      for (const [kilobytes, needed] of [
        [512, 0],
        [600, 1],
        [900, 2],
        [2000, 3],
      ] as const) {
        qualities.length = 0
        await choose(walk, jpeg(kilobytes))
        expect([walk.text('.answer'), qualities.length]).toEqual(['头像已更新。', needed])
      }
      expect(uploads(walk)).toBe(4)
    })

    it('of another type becomes one that the server takes', async () => {
      const walk = await onMe('moving')
      await choose(walk, gif(10))
      expect([walk.text('.answer'), uploads(walk)]).toEqual(['头像已更新。', 1])
    })

    it.each([
      ['is too large however small it is made', jpeg(9000), {}],
      ['is too large for a phone that cannot compress', jpeg(600), { compressPicture: () => undefined }],
      [
        'is too large for a phone that never answers',
        jpeg(600),
        { mishap: (api: string) => (api === 'compressImage' ? ('silent' as const) : undefined) },
      ],
      ['is of a type that stays as it is', gif(10), { compressPicture: (bytes: Uint8Array) => bytes }],
    ])('that %s is told so, and not sent', async (_why, bytes, options) => {
      const walk = await onMe('huge', options)
      await walk.simulator
        .currentPage()
        .trigger('.avatar', 'chooseavatar', { avatarUrl: walk.simulator.files.add(bytes, 'jpg') })
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.failure'), { timeoutMs: 10_000 })
      expect(walk.text('.answer')).toContain('512 KB')
      expect(walk.simulator.currentPage().exists('.again')).toBe(false)
      expect(uploads(walk)).toBe(0)
    })

    it('that the phone cannot look at, is left to the server', async () => {
      const walk = await onMe('blind', {
        mishap: (api) => (/^get(File|Image)Info$/.test(api) ? { fail: 'not supported' } : undefined),
      })
      await choose(walk, jpeg(10))
      expect(walk.text('.answer')).toBe('头像已更新。')
    })
  })

  describe('a session that ends while the socket is gone', () => {
    it('is told as soon as the socket is back, and the page shows nobody any more', async () => {
      const open = async () => {
        const walk = await onMe('taxi', { storage: createSimulatedStorage() })
        await walk.tap('.devices-link')
        await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.device'))
        return walk
      }
      const taxi = await open()
      await taxi.simulator.waitFor(() => taxi.simulator.network.sockets.some(({ sent }) => sent.length > 0))
      const before = taxi.simulator.requests.length
      taxi.simulator.network.offline = true
      const hand = await open()
      await hand.tap('.end-others')
      await hand.simulator.waitFor(() => hand.simulator.currentPage().count('.device') === 1)
      expect(taxi.simulator.currentPage().exists('.device')).toBe(true)
      taxi.simulator.network.offline = false
      await taxi.simulator.waitFor(() => taxi.simulator.currentPage().exists('.notice'), { timeoutMs: 10_000 })
      expect(taxi.text('.notice')).toBe(sentences.SESSION_ENDED.zh)
      expect(taxi.simulator.currentPage().exists('.device')).toBe(false)
      expect(taxi.simulator.currentPage().exists('.enter-link')).toBe(true)
      expect(taxi.simulator.requests).toHaveLength(before)
      const again = await walks.start(`taxi-${name}`, { path: workbench, storage: taxi.simulator.storage })
      expect(again.text('.status')).toBe('尚未登录')
    })

    it('costs no waiting on return: a socket that died in the background carries nothing, another does at once', async () => {
      const walk = await onMe('returning')
      const { sockets } = walk.simulator.network
      const asked = () =>
        sockets.map(({ sent }) => sent.filter((message) => String(message).includes('auth.events')).length)
      await walk.simulator.waitFor(() => asked()[0] === 1)
      await walk.simulator.hide()
      walk.simulator.network.cutSockets('silently')
      await walk.simulator.show()
      await walk.simulator.waitFor(() => asked()[1] === 1)
      const hand = await onMe('returning', { storage: createSimulatedStorage() })
      await hand.tap('.devices-link')
      await hand.simulator.waitFor(() => hand.simulator.currentPage().count('.device') === 2)
      await hand.tap('.end-others')
      await walk.simulator.waitFor(() => walk.simulator.currentPage().exists('.notice'))
      expect(walk.simulator.currentPage().exists('.nickname')).toBe(false)
    })

    it('is over for the socket, too, when the person signs out: the next one’s subscription goes over another', async () => {
      const walk = await onMe('leaving')
      const { sockets } = walk.simulator.network
      await walk.simulator.waitFor(() => sockets.length === 1 && sockets[0]?.sent.length === 2)
      await walk.tap('.sign-out')
      await walk.simulator.waitFor(() => sockets[0]?.closed !== undefined)
      await walk.tap('.enter-link')
      await walk.tap('.agree')
      await walk.tap('.sign-in')
      await walk.simulator.waitFor(() => sockets[1]?.sent.length === 2)
      expect(sockets[1]?.sent[0]).not.toBe(sockets[0]?.sent[0])
    })
  })
})

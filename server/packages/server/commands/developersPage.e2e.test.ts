import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initTRPC } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openBrowser } from 'uni-trpc-build/testing'
import { createOpenapi } from '../http/openapi.ts'
import { createApi } from '../trpc/api.ts'
import { startDevServer } from 'uni-trpc-build/testing'
import { testEnvironment, type RunningServer } from '../testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const browser = await openBrowser()
if (!browser) process.stdout.write("skipped: no Chrome or Edge is installed, so the developers' page is not tried\n")
let api: RunningServer

/** What somebody may add tomorrow: inputs of every kind that a schema can ask for, and answers in parts. */
const t = initTRPC.create()
const kinds = z.strictObject({
  id: z
    .string()
    .max(64)
    .regex(/^[\w-]+$/),
  title: z.string().min(8).max(12),
  digits: z.string().regex(/^\d{6}$/),
  phone: z.string().regex(/^1\d{10}$/),
  email: z.email(),
  site: z.url(),
  uuid: z.uuid(),
  day: z.iso.date(),
  at: z.iso.datetime(),
  language: z.enum(['en', 'zh']),
  kind: z.literal('a'),
  count: z.int().positive(),
  old: z.int().min(18).max(99),
  share: z.number().gt(0).lt(1),
  below: z.number().negative(),
  tags: z.array(z.string().min(1)).min(2),
  pair: z.tuple([z.string().min(1), z.boolean()]),
  one: z.union([z.strictObject({ a: z.string().min(3) }), z.null()]),
  maybe: z.string().min(1).nullable(),
  shape: z.discriminatedUnion('type', [
    z.object({ type: z.literal('x'), size: z.number() }),
    z.object({ type: z.literal('y') }),
  ]),
  record: z.record(z.enum(['p', 'q']), z.string().min(2)),
})
const later = t.router({
  later: t.router({
    greet: t.procedure
      .input(z.strictObject({ name: z.string().trim().min(1).max(32), isMorning: z.boolean() }))
      .query(({ input }) => `Hello, ${input.name}!`),
    everything: t.procedure.input(kinds).mutation(() => 'taken'),
    twice: t.procedure
      .input(z.object({ a: z.string().min(1) }))
      .input(z.object({ b: z.string().min(1) }))
      .query(({ input }) => input),
    tell: t.procedure.mutation(async function* () {
      yield { part: 1 }
      throw new Error('lost the thread')
    }),
  }),
})

beforeAll(async () => {
  api = await startDevServer(testEnvironment(join(folder, 'test.db')))
})
afterAll(async () => {
  await browser?.close()
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!browser)("the developers' page, in a real browser", () => {
  async function open(options: BrowserContextOptions = {}, isLater = false) {
    if (!browser) throw new Error('no browser')
    const page = await browser.newPage(options)
    if (isLater) await serveLater(page)
    const asked = new Set<string>()
    const errors: string[] = []
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    page.on('pageerror', (error) => errors.push(error.message))
    page.on(
      'console',
      (message) => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && errors.push(message.text()),
    )
    await page.goto(`${api.origin}/sandbox/`)
    await page.waitForSelector('main > details')
    await page.locator('main > details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')))
    return { page, asked, errors }
  }

  async function serveLater(page: Page): Promise<void> {
    await page.route('**/openapi.json', (route) => route.fulfill({ json: createOpenapi(createApi(later)) }))
    await page.route('**/trpc/**', async (route) => {
      const asked = route.request()
      const req = new Request(asked.url(), { method: asked.method(), headers: asked.headers(), body: asked.postData() })
      const answer = await fetchRequestHandler({ endpoint: '/trpc', req, router: later, allowMethodOverride: true })
      await route.fulfill({
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await answer.text(),
      })
    })
  }

  async function signIn(page: Page, person: string): Promise<string> {
    await page.fill('#person', person)
    await page.click('#sign-in')
    await page.locator('#standing', { hasText: `${person} = ` }).waitFor()
    return (await page.innerText('#standing')).replace(`${person} = `, '')
  }

  async function freshCode(page: Page, path: string): Promise<void> {
    await page
      .locator(`[id="${path}"]`)
      .getByRole('button', { name: /^Fresh/ })
      .click()
    await expect.poll(() => page.inputValue(`[id="${path}"] textarea`)).toMatch(/"code": "\w{32}"/)
  }

  async function call(page: Page, path: string, button: RegExp = /^Call/): Promise<string> {
    const procedure = page.locator(`[id="${path}"]`)
    await procedure.getByRole('button', { name: button }).click()
    await procedure
      .locator('output')
      .filter({ hasText: /^\d{3} / })
      .waitFor()
    return `${await procedure.locator('output').innerText()}\n${await procedure.locator('> pre').innerText()}`
  }

  it('lists every procedure with inputs to try, and asks nobody but the API', async () => {
    const { page, asked, errors } = await open()
    const described: { paths: Record<string, unknown> } = JSON.parse(
      await (await fetch(`${api.origin}/openapi.json`)).text(),
    )
    const paths = Object.keys(described.paths).map((path) => path.replace('/trpc/', ''))
    expect(await page.locator('main > details').evaluateAll((all) => all.map(({ id }) => id))).toEqual(
      expect.arrayContaining(paths),
    )
    expect(await page.locator('[id="auth.logout"] textarea').inputValue()).toBe('{\n  "scope": "this"\n}')
    expect([...asked]).toEqual([api.origin])
    expect(errors).toEqual([])
  })

  it('signs in as a person of the sandbox, calls as that person, and shows a refusal with its reason', async () => {
    const { page, errors } = await open()
    expect(await call(page, 'user.me')).toMatch(/^401 [^]*"reasonCode": 10119/)
    const id = await signIn(page, 'bob')
    expect(await call(page, 'user.me')).toMatch(new RegExp(`^200 [^]*"id": "${id}"`))
    await page.fill('[id="user.update"] textarea', '{"nickname":"Bob"}')
    expect(await call(page, 'user.update')).toContain('"nickname": "Bob"')
    await freshCode(page, 'user.bindPhone')
    expect(await call(page, 'user.bindPhone')).toContain('138****8000')
    await page.fill('[id="auth.logout"] textarea', '{"scope":"nobody"}')
    expect(await call(page, 'auth.logout')).toMatch(/^400 [^]*INPUT_INVALID/)
    expect(errors).toEqual([])
  })

  it('goes on as the person whom auth.login names, and says who that is', async () => {
    const { page } = await open()
    const alice = await signIn(page, 'alice')
    await freshCode(page, 'auth.login')
    expect(await call(page, 'auth.login')).toMatch(/^200 /)
    expect(await call(page, 'user.me')).toMatch(new RegExp(`^200 [^]*"id": "${alice}"`))
    await page.fill('#person', 'carol')
    await freshCode(page, 'auth.login')
    // The name is whom the code was made for, whoever stands in the field by now.
    await page.fill('#person', 'dave')
    const [, carol] = /"user": \{\s+"id": "([^"]+)"/.exec(await call(page, 'auth.login')) ?? []
    expect(await page.innerText('#standing')).toBe(`carol = ${carol}`)
    expect(await call(page, 'user.me')).toContain(`"id": "${carol}"`)
  })

  it.each([
    ['auth.logout', '{"scope":"this"}'],
    ['auth.logout', '{"scope":"all"}'],
    ['user.leave', null],
  ])('forgets the token after %s %s', async (path, input) => {
    const { page } = await open()
    await signIn(page, 'erin')
    if (input) await page.fill(`[id="${path}"] textarea`, input)
    expect(await call(page, path)).toMatch(/^200 /)
    expect(await page.innerText('#standing')).toBe('not signed in / 未登录')
    expect(await call(page, 'user.me')).toContain('TOKEN_MISSING')
  })

  it('stays signed in where only others end, and is not where its own session has ended', async () => {
    const { page } = await open()
    const frank = `frank = ${await signIn(page, 'frank')}`
    await page.fill('[id="auth.logout"] textarea', '{"scope":"others"}')
    expect(await call(page, 'auth.logout')).toMatch(/^200 /)
    expect(await page.innerText('#standing')).toBe(frank)
    const [, session] = /"id": "([^"]+)"/.exec(await call(page, 'auth.sessions')) ?? []
    await page.fill('[id="auth.revoke"] textarea', JSON.stringify({ id: session }))
    expect(await call(page, 'auth.revoke')).toMatch(/^200 /)
    // Also where the refusal stands inside a stream.
    expect(await call(page, 'auth.sessions', /^As a stream/)).toMatch(/^401 [^]*SESSION_ENDED/)
    expect(await page.innerText('#standing')).toBe('not signed in / 未登录')
  })

  it('stays signed in when auth.check is asked about another token, which has ended', async () => {
    const { page } = await open()
    await signIn(page, 'grace')
    await freshCode(page, 'auth.login')
    const [, ended] = /"token": "([^"]+)"/.exec(await call(page, 'auth.login')) ?? []
    expect(await call(page, 'auth.logout')).toMatch(/^200 /)
    await signIn(page, 'grace')
    await page.fill('[id="auth.check"] textarea', JSON.stringify({ token: ended }))
    expect(await call(page, 'auth.check')).toContain('SESSION_ENDED')
    expect(await page.innerText('#standing')).toMatch(/^grace = /)
  })

  it('shows the values of a stream while they arrive', async () => {
    const { page } = await open()
    const story = page.locator('[id="demo.story"]')
    await page.fill('[id="demo.story"] textarea', '{"language":"zh"}')
    await story.getByRole('button', { name: /^As a stream/ }).click()
    await expect.poll(() => story.locator('> pre').innerText()).toMatch(/^"从"\n"前"\n/)
    expect(await story.locator('output').innerText()).toBe('…')
    await story.locator('output').filter({ hasText: /^200 / }).waitFor()
    expect(
      (await story.locator('> pre').innerText())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .join(''),
    ).toMatch(/^从前有一个小程序.*送来一个字。$/)
  })

  it('sends as a stream what streams, and says so', async () => {
    const { page } = await open()
    const answer = await call(page, 'demo.story')
    expect(answer).toMatch(
      /^200 .* this one streams, so it was sent as a stream \/ 这个接口是流式的，已改用流式发送\n"从"\n"前"\n/,
    )
    await page.fill('[id="demo.story"] textarea', '{"language":"xx"}')
    expect(await call(page, 'demo.story')).toMatch(/^400 [^]*"reason": "INPUT_INVALID"/)
  })

  it('does not make a mutation twice that streams: it says what to press', async () => {
    const { page } = await open({}, true)
    const tell = page.locator('[id="later.tell"]')
    await tell.getByRole('button', { name: /^Call/ }).click()
    await tell.getByText('this one streams: press As a stream / 这个接口是流式的，请点「流式」').waitFor()
    // What came before the fault stays.
    expect(await call(page, 'later.tell', /^As a stream/)).toMatch(
      /^500 [^]*\n\{\n {2}"part": 1\n\}\n[^]*"message": "lost the thread"/,
    )
  })

  it('fills in what the schema of a new procedure asks for', async () => {
    const { page, errors } = await open({}, true)
    const filled = async (path: string): Promise<unknown> =>
      JSON.parse(await page.inputValue(`[id="${path}"] textarea`))
    expect(await filled('later.greet')).toEqual({ name: 'Ann', isMorning: false })
    expect(await call(page, 'later.greet')).toMatch(/^200 [^]*Hello, Ann!/)
    expect(kinds.safeParse(await filled('later.everything')).error?.issues).toBeUndefined()
    expect(await call(page, 'later.everything')).toMatch(/^200 /)
    expect(await call(page, 'later.twice')).toMatch(/^200 /)
    expect(errors).toEqual([])
  })

  it('fills in words for the procedures there are', async () => {
    const { page } = await open()
    expect(await page.inputValue('[id="auth.revoke"] textarea')).toBe('{\n  "id": "id"\n}')
    await signIn(page, 'heidi')
    expect(await call(page, 'auth.revoke')).not.toContain('INPUT_INVALID')
    expect(await call(page, 'user.update')).toMatch(/^200 [^]*"nickname": "Ann"/)
  })

  it('takes one tap at a time, and shows on the button that it waits', async () => {
    const { page } = await open()
    let asked = 0
    await page.route('**/trpc/**', async (route) => {
      asked++
      await new Promise((resolve) => setTimeout(resolve, 300))
      await route.continue()
    })
    const button = page.locator('[id="user.me"]').getByRole('button', { name: /^Call/ })
    await button.dblclick()
    expect(await button.getAttribute('aria-busy')).toBe('true')
    expect(await button.evaluate((one) => getComputedStyle(one, '::after').height)).toBe('3px')
    await page.locator('[id="user.me"] output').filter({ hasText: /^401 / }).waitFor()
    expect(await button.getAttribute('aria-busy')).toBe('false')
    expect(asked).toBe(1)
    await page.locator('#sign-in').dblclick()
    await page.locator('#standing', { hasText: 'alice = ' }).waitFor()
    expect(asked).toBe(2)
  })

  it('says so where the sandbox makes no code', async () => {
    const { page, errors } = await open()
    await page.route('**/sandbox/login-code*', (route) =>
      route.fulfill({ status: 400, json: { error: 'nobody of that name' } }),
    )
    await page
      .locator('[id="auth.login"]')
      .getByRole('button', { name: /^Fresh/ })
      .click()
    await page.locator('[id="auth.login"] output', { hasText: 'nobody of that name' }).waitFor()
    expect(errors).toEqual([])
  })

  it.each(['light', 'dark'] as const)(
    'can be read and used in %s, on a narrow phone, by keyboard',
    async (colorScheme) => {
      const { page } = await open({ colorScheme, viewport: { width: 320, height: 640 } })
      await page.fill('#person', 'w'.repeat(64))
      await page.click('#sign-in')
      await page.locator('#standing', { hasText: 'w = ' }).waitFor()
      await call(page, 'user.me')
      await page.fill('[id="auth.logout"] textarea', '{}')
      await call(page, 'auth.logout')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      expect(
        await contrasts(page, 'color', 'output, summary code, summary span, button, textarea, pre, p'),
      ).toBeGreaterThan(4.5)
      expect(await contrasts(page, 'borderTopColor', 'input, textarea, button')).toBeGreaterThan(3)
      const heights = await page
        .locator('input, textarea, button')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height).filter(Boolean))
      expect(Math.min(...heights)).toBeGreaterThan(32)
      await page.focus('#person')
      await page.keyboard.press('Tab')
      expect(await page.locator('#sign-in').evaluate((one) => getComputedStyle(one).outline)).toMatch(/solid 2px/)
    },
  )

  /** The least contrast of a colour with what lies beneath, by the formula of WCAG. */
  function contrasts(page: Page, property: 'color' | 'borderTopColor', selector: string): Promise<number> {
    return page.locator(selector).evaluateAll((all, name) => {
      const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
      if (!brush) throw new Error('no canvas')
      const canvas = matchMedia('(prefers-color-scheme: dark)').matches ? '#121212' : '#fff'
      const luminance = (colours: string[]) => {
        for (const colour of [canvas, ...colours]) Object.assign(brush, { fillStyle: colour }).fillRect(0, 0, 1, 1)
        const [r = 0, g = 0, b = 0] = [...brush.getImageData(0, 0, 1, 1).data].map((part) =>
          part / 255 <= 0.04045 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4,
        )
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
      }
      return Math.min(
        ...all
          .filter((one) => one.getClientRects().length > 0)
          .map((one) => {
            const behind: string[] = []
            for (let at: Element | null = one; at; at = at.parentElement)
              behind.unshift(getComputedStyle(at).backgroundColor)
            // A border lies on what is around its element.
            const [bright = 0, dim = 0] = [
              luminance(name === 'color' ? behind : behind.slice(0, -1)),
              luminance([...behind, getComputedStyle(one)[name]]),
            ].sort((a, b) => b - a)
            return (bright + 0.05) / (dim + 0.05)
          }),
      )
    }, property)
  }
})

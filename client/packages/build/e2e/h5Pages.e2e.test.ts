/** The way of one person through all pages of the H5 preview, in one page of a real Chromium. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { barriers } from '../testing/accessibility.ts'
import { builtWorld } from '../testing/builtWorld.ts'
import { openBrowser } from '../testing/openBrowser.ts'
import { serveH5, type ServedH5 } from '../testing/serveH5.ts'

const world = builtWorld('h5-test')
const browser = await openBrowser()
if (!browser) process.stdout.write('skipped: no Chrome or Edge is installed, so the H5 preview is not tried\n')
let web: ServedH5
let page: Page
const errors: string[] = []

beforeAll(async () => {
  web = await serveH5(world.packageDir, world.server.origin)
  if (!browser) return
  page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 375, height: 667 } })).newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(web.origin)
  await page.waitForSelector('.enter')
})
afterAll(async () => {
  await browser?.close()
  web.close()
})

/** Pages below the one on top stay in the document, unseen. */
const seen = (selector: string) => page.locator(`${selector}:visible`)
const open = async (path: string) => {
  await page.goto(`${web.origin}/#/pages/${path}`)
  await page.waitForFunction((route) => location.hash === `#/pages/${route}`, path)
}

/** Calls as alice on another phone. */
async function anotherPhone(): Promise<(path: string, input: object) => Promise<unknown>> {
  const answerOf = async (path: string, init?: RequestInit): Promise<unknown> =>
    (await fetch(`${world.server.origin}${path}`, init)).json()
  const post = (body: object, token = '') => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  const signedIn = await answerOf('/trpc/auth.login', post(await codeOf('login-code?user=alice')))
  const { token } = z.object({ result: z.object({ data: z.object({ token: z.string() }) }) }).parse(signedIn)
    .result.data
  return (path, input) => answerOf(`/trpc/${path}`, post(input, token))
}

const codeOf = async (path: string) =>
  z.object({ code: z.string() }).parse(await (await fetch(`${world.server.origin}/sandbox/${path}`)).json())

/** Waits until nothing waits any more, and answers what came of it. */
async function answer(): Promise<string> {
  await seen('.waiting').waitFor({ state: 'detached' })
  return seen('.answer').innerText()
}

async function choosePicture(bytes: Buffer): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await seen('.avatar').click()
  await (await choosing).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: bytes })
}

async function enter(): Promise<void> {
  await seen('.agree').click()
  await seen('.sign-in').click()
}

describe.skipIf(!browser)('the pages of the H5 preview', () => {
  it('have names on their controls and text that can be read, light and dark', async () => {
    const found: Record<string, string[]> = {}
    for (const path of [
      'index/index',
      'workbench/workbench',
      'signIn/signIn',
      'agreement/agreement',
      'story/story',
      'me/me',
      'devices/devices',
      'notes/notes',
    ]) {
      await open(path)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(400)
        found[`${path} ${colorScheme}`] = await barriers(page)
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    expect(Object.entries(found).filter(([, sentences]) => sentences.length > 0)).toEqual([])
    expect(Object.keys(found)).toHaveLength(16)
  })

  it('are used by keyboard: the tick, then the button, both seen to have the focus', async () => {
    await open('index/index')
    await seen('.enter').focus()
    await page.keyboard.press('Enter')
    await seen('.sign-in').focus()
    await page.keyboard.press('Enter')
    expect(await seen('.answer').innerText()).toContain('勾选')
    await page.keyboard.press('Shift+Tab')
    await seen('.agree').focus()
    await page.keyboard.press('Space')
    await page.waitForSelector('uni-checkbox[aria-checked=true]')
    await page.keyboard.press('Shift+Tab')
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)
    expect(outline).toBe('solid')
    await seen('.sign-in').focus()
    await page.keyboard.press('Enter')
    await seen('.person').waitFor()
    expect(await seen('.person').innerText()).toBe('微信用户')
  })

  it('let one set a picture and a name', async () => {
    await seen('.profile-link').click()
    await choosePicture(Buffer.from('no picture at all'))
    await expect.poll(answer).toContain('10502')
    const png = Buffer.alloc(1000)
    png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    await choosePicture(png)
    await expect.poll(answer).toBe('头像已更新。')
    await seen('.edit').click()
    expect(await barriers(page)).toEqual([])
    await seen('.nickname-field input').fill(' ')
    await seen('.save').click()
    expect(await answer()).toContain('1 到 32 个字')
    await seen('.nickname-field input').fill('小红')
    await seen('.save').click()
    await expect.poll(() => seen('.nickname').innerText()).toBe('小红')
    expect(await seen('.cells-tip').innerText()).toContain('只在微信里')
    expect(await barriers(page)).toEqual([])
  })

  it('let one keep notes', async () => {
    await open('notes/notes')
    await seen('.note-empty, .note-body').first().waitFor()
    // A person's keys, of which uni-app tells up to 0.1 s late, and a tap that does not wait for it.
    await seen('.note-text textarea').pressSequentially('牛奶 和面包')
    await seen('.note-add').click()
    await expect.poll(() => seen('.note-body').allInnerTexts()).toEqual(['牛奶 和面包'])
    await seen('.note-edit').click()
    await seen('.note-edited textarea').fill('')
    await seen('.note-edited textarea').pressSequentially('牛奶\n面包')
    await seen('.note-save').click()
    await expect.poll(() => seen('.note-body').allInnerTexts()).toEqual(['牛奶\n面包'])
    await expect.poll(() => seen('.note-text textarea').inputValue()).toBe('')
    expect(await barriers(page)).toEqual([])
    await seen('.note-remove').click()
    await seen('.note-undo').click()
    await expect.poll(() => seen('.note-body').allInnerTexts()).toEqual(['牛奶\n面包'])
    await open('me/me')
    await seen('.nickname').waitFor()
  })

  it('tell at once, over a socket, that this sign-in was ended elsewhere', async () => {
    await seen('.devices-link').click()
    await seen('.device').first().waitFor()
    expect(await barriers(page)).toEqual([])
    await (await anotherPhone())('auth.logout', { scope: 'all' })
    await seen('.notice').waitFor({ timeout: 10_000 })
    expect(await seen('.notice').innerText()).toContain('别处')
    expect(await seen('.enter-link').innerText()).toBe('去登录')
    expect(await barriers(page)).toEqual([])
  })

  it('are left without a network, say so, and go on with it', async () => {
    await open('workbench/workbench')
    await page.context().setOffline(true)
    await seen('.trouble').waitFor()
    expect(await seen('.trouble').innerText()).toContain('网络已断开')
    await seen('.check').click()
    expect(await answer()).toContain('连不上服务器')
    await seen('.sign-in').click()
    expect(await answer()).toContain('请检查网络')
    await page.context().setOffline(false)
    await seen('.trouble').waitFor({ state: 'detached' })
    await seen('.again').click()
    await seen('.person').waitFor()
    expect(await answer()).toContain('小红')
  })

  it('keep the colours of a button that waits, though uni-app greys it', async () => {
    const colours = () =>
      seen('.sign-in').evaluate((button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color])
    const before = await colours()
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    let answered = () => {}
    const isAnswered = new Promise<void>((resolve) => (answered = resolve))
    await page.route('**/trpc/auth.check*', async (route) => {
      asked()
      await isAnswered
      await route.continue()
    })
    await seen('.check').click()
    await isAsked
    expect(await seen('.sign-in').getAttribute('disabled')).not.toBeNull()
    expect(await colours()).toEqual(before)
    answered()
    expect(await answer()).toContain('小红')
  })

  it('tell a story in parts, and stop when asked to', async () => {
    await seen('.story-link').click()
    await seen('.tell').click()
    await expect.poll(() => seen('.story').innerText()).toMatch(/^从前有一个/)
    await seen('.stop').click()
    await expect.poll(() => seen('.note').innerText()).toBe('（停了）')
    await seen('.tell').click()
    await expect.poll(() => seen('.story').innerText(), { timeout: 15_000 }).toMatch(/送来一个字。$/)
  })

  it('end one device, and all others', async () => {
    await anotherPhone()
    await open('devices/devices')
    await expect.poll(() => seen('.device').count()).toBe(2)
    await seen('.end').click()
    await page.locator('.uni-modal__btn_primary:visible').click()
    await expect.poll(() => seen('.device').count()).toBe(1)
    expect(await answer()).toContain('已结束 1 个登录')
    const others = [await anotherPhone(), await anotherPhone()]
    expect(others).toHaveLength(2)
    await open('me/me')
    await open('devices/devices')
    await expect.poll(() => seen('.device').count()).toBe(3)
    await seen('.end-others').click()
    await page.locator('.uni-modal__btn_primary:visible').click()
    await expect.poll(() => seen('.device').count()).toBe(1)
  })

  it('unbind a phone', async () => {
    await (await anotherPhone())('user.bindPhone', await codeOf('phone-code?user=alice&phone=13800138000'))
    await open('me/me')
    await expect.poll(() => seen('.phone').innerText()).toBe('138****8000')
    await seen('.unbind-phone').click()
    await page.locator('.uni-modal__btn_primary:visible').click()
    await expect.poll(() => seen('.phone').innerText()).toBe('未绑定')
  })

  it('sign out', async () => {
    await seen('.sign-out').click()
    await seen('.stranger').waitFor()
    expect(await answer()).toBe('已退出登录。')
    await seen('.enter-link').click()
    await enter()
    await seen('.nickname').waitFor()
  })

  it('delete the account by keyboard, after a question whose first answer is no', async () => {
    const left: string[] = []
    page.on('request', (request) => request.url().includes('user.leave') && left.push(request.url()))
    const chosen = () => page.evaluate(() => document.activeElement?.textContent)
    await seen('.leave').focus()
    await page.keyboard.press('Enter')
    await expect.poll(chosen).toBe('取消')
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(400)
      expect([colorScheme, await barriers(page)]).toEqual([colorScheme, []])
    }
    await page.keyboard.press('Enter')
    await page.locator('.uni-modal:visible').waitFor({ state: 'hidden' })
    expect(await seen('.nickname').innerText()).toBe('小红')
    expect(left).toEqual([])
    await seen('.leave').focus()
    await page.keyboard.press('Enter')
    await expect.poll(chosen).toBe('取消')
    await page.keyboard.press('Tab')
    expect(await chosen()).toBe('确定')
    await page.keyboard.press('Enter')
    await seen('.stranger').waitFor()
    expect(await answer()).toContain('账号已注销')
    expect(left).toHaveLength(1)
  })

  it('speak English where the browser does', async () => {
    if (!browser) throw new Error('no browser')
    const english = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await english.goto(web.origin)
    await english.waitForSelector('.enter')
    expect(await english.locator('html').getAttribute('lang')).toBe('en')
    expect(await english.innerText('uni-page-body')).not.toMatch(/\p{Script=Han}/u)
  })

  it('caused no error that nobody caught, but for what uni-app says of a stream that is stopped', () => {
    expect(errors.filter((message) => message !== 'BodyStreamBuffer was aborted')).toEqual([])
  })
})

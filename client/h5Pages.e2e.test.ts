/** The way of one person through all pages of the H5 preview, in one page of a real Chromium. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startDevServer, testEnvironment, type RunningServer } from '../server/testing/startServer.ts'
import { builtPackage } from './build/builtPackage.ts'
import { barriers } from './testing/accessibility.ts'
import { openBrowser } from './testing/openBrowser.ts'
import { serveH5, type ServedH5 } from './testing/serveH5.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const browser = await openBrowser()
if (!browser) process.stdout.write('skipped: no Chrome or Edge is installed, so the H5 preview is not tried\n')
let api: RunningServer
let web: ServedH5
let page: Page
const errors: string[] = []

beforeAll(async () => {
  api = await startDevServer(testEnvironment(join(folder, 'test.db')))
  web = await serveH5(await builtPackage('h5-test'), api.origin)
  if (!browser) return
  page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 375, height: 667 } })).newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(web.origin)
  await page.waitForSelector('.sign-in')
})
afterAll(async () => {
  await browser?.close()
  web.close()
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Pages below the one on top stay in the document, unseen. */
const seen = (selector: string) => page.locator(`${selector}:visible`)
const open = async (path: string) => {
  await page.goto(`${web.origin}/#/pages/${path}`)
  await page.waitForFunction((route) => location.hash === `#/pages/${route}`, path)
}

/** Signs alice out everywhere, from another phone. */
async function endElsewhere(): Promise<void> {
  const answerOf = async (path: string, init?: RequestInit): Promise<unknown> => (await fetch(`${api.origin}${path}`, init)).json()
  const post = (body: object, token = '') => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  const { code } = z.object({ code: z.string() }).parse(await answerOf('/sandbox/login-code?user=alice'))
  const signedIn = await answerOf('/trpc/auth.login', post({ code }))
  const { token } = z.object({ result: z.object({ data: z.object({ token: z.string() }) }) }).parse(signedIn).result.data
  await answerOf('/trpc/auth.logout', post({ scope: 'all' }, token))
}

describe.skipIf(!browser)('the pages of the H5 preview', () => {
  it('have names on their controls and text that can be read, light and dark', async () => {
    const found: Record<string, string[]> = {}
    for (const path of ['index/index', 'signIn/signIn', 'agreement/agreement', 'story/story', 'me/me', 'devices/devices']) {
      await open(path)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(400)
        found[`${path} ${colorScheme}`] = await barriers(page)
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    expect(Object.entries(found).filter(([, sentences]) => sentences.length > 0)).toEqual([])
    expect(Object.keys(found)).toHaveLength(12)
  })

  it('are used by keyboard: the tick, then the button, both seen to have the focus', async () => {
    await open('index/index')
    await seen('.enter-link').click()
    await seen('.enter').focus()
    await page.keyboard.press('Enter')
    expect(await seen('.hint').innerText()).toContain('勾选')
    await page.keyboard.press('Shift+Tab')
    await seen('uni-checkbox').focus()
    await page.keyboard.press('Space')
    await page.waitForSelector('uni-checkbox[aria-checked=true]')
    await page.keyboard.press('Shift+Tab')
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)
    expect(outline).toBe('solid')
    await seen('.enter').focus()
    await page.keyboard.press('Enter')
    await seen('.person').waitFor()
    expect(await seen('.status').innerText()).toBe('已登录')
  })

  it('let one set a picture and a name', async () => {
    await seen('.profile-link').click()
    const choosing = page.waitForEvent('filechooser')
    await seen('.avatar').click()
    const png = Buffer.alloc(1000)
    png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    await (await choosing).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: png })
    await expect.poll(() => seen('.answer').innerText()).toBe('头像已更新。')
    await seen('.edit').click()
    expect(await barriers(page)).toEqual([])
    await seen('.nickname-field input').fill('小红')
    await seen('.save').click()
    await expect.poll(() => seen('.nickname').innerText()).toBe('小红')
    expect(await seen('.cells-tip').innerText()).toContain('只在微信里')
    expect(await barriers(page)).toEqual([])
  })

  it('tell at once, over a socket, that this sign-in was ended elsewhere', async () => {
    await seen('.devices-link').click()
    await seen('.device').first().waitFor()
    expect(await barriers(page)).toEqual([])
    await endElsewhere()
    await seen('.notice').waitFor({ timeout: 10_000 })
    expect(await seen('.notice').innerText()).toContain('别处')
    expect(await seen('.enter-link').innerText()).toBe('去登录')
    expect(await barriers(page)).toEqual([])
  })

  it('caused no error that nobody caught', () => {
    expect(errors).toEqual([])
  })
})

/**
 * `npm run pictures`: screenshots of the real built pages, light and dark, into docs/pictures. They show the H5 preview in
 * Chromium on a small phone, with the sandbox's alice, and Noto Sans SC, so that they look the same wherever they are made.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { startDevServer, testEnvironment } from '../../server/testing/startServer.ts'
import { openBrowser } from '../testing/openBrowser.ts'
import { serveH5 } from '../testing/serveH5.ts'
import { builtPackage } from './builtPackage.ts'
import { repository } from './repository.ts'

const folder = resolve(repository, 'docs/pictures')
const mostBytes = 150_000
const phone = { viewport: { width: 375, height: 667 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN' }

const data = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const api = await startDevServer(testEnvironment(join(data, 'pictures.db')))
const web = await serveH5(await builtPackage('h5-test'), api.origin)
const browser = await openBrowser()
try {
  if (!browser) throw new Error('No browser: install Chrome or Edge')
  mkdirSync(folder, { recursive: true })
  const page = await (await browser.newContext(phone)).newPage()
  await anotherPhone(api.origin, await portrait(page))
  await page.goto(web.origin)
  await dress(page)
  await walk(page)
} finally {
  await browser?.close()
  web.close()
  await api.stop()
  rmSync(data, { recursive: true, force: true })
}

/** From page to page as a person goes, for a page keeps what it shows only while it is open. */
async function walk(page: Page): Promise<void> {
  await page.waitForSelector('.sign-in')
  await take(page, 'first')
  await page.click('.enter-link')
  await page.waitForSelector('.enter')
  await page.click('.tick')
  await take(page, 'sign-in')
  await page.click('.enter')
  await page.waitForSelector('.person')
  await page.click('.check')
  await page.waitForSelector('.waiting', { state: 'detached' })
  await take(page, 'signed-in')
  await page.click('.profile-link')
  await page.waitForSelector('.phone')
  await take(page, 'me')
  await page.click('.devices-link')
  await page.waitForSelector('.device')
  await take(page, 'devices')
  await page.goto(`${web.origin}/#/pages/story/story`)
  await page.click('.tell')
  await page.waitForSelector('.tell')
  await take(page, 'story')
}

async function take(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(() => scrollTo(0, 0))
    // A page slides in, and a pressed button fades.
    await page.waitForTimeout(500)
    const path = join(folder, `${name}-${colorScheme}.png`)
    await page.screenshot({ path })
    const bytes = statSync(path).size
    process.stdout.write(`${name}-${colorScheme}.png ${bytes} bytes\n`)
    if (bytes > mostBytes) throw new Error(`${path} has more than ${mostBytes} bytes`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** A hill at sunset, for whoever has no face. */
async function portrait(page: Page): Promise<Uint8Array> {
  await page.setContent(`<meta name="viewport" content="width=device-width"><body style="margin:0"><div style="width:132px;height:132px;background:
    radial-gradient(circle at 50% 115%, #24523b 45%, transparent 46%), linear-gradient(#6b8fc4, #f3b98a 75%)">`)
  return page.screenshot({ clip: { x: 0, y: 0, width: 132, height: 132 } })
}

/** A second session of alice's, with a picture, a nickname and a phone number, as if from a phone in a drawer. */
async function anotherPhone(origin: string, picture: Uint8Array): Promise<void> {
  const coded = z.object({ code: z.string() })
  const ask = async (path: string) => coded.parse(await (await fetch(`${origin}/sandbox/${path}`)).json())
  const agent = 'Mozilla/5.0 (Linux; Android 13; M2102J2SC Build/TKQ1) MicroMessenger/8.0'
  const call = async (procedure: string, input: object, token = ''): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', 'user-agent': agent, ...(token && { authorization: `Bearer ${token}` }) }
    const response = await fetch(`${origin}/trpc/${procedure}`, { method: 'POST', headers, body: JSON.stringify(input) })
    if (!response.ok) throw new Error(`${procedure} answered ${response.status}`)
    return response.json()
  }
  const signedIn = z.object({ result: z.object({ data: z.object({ token: z.string() }) }) })
  const { token } = signedIn.parse(await call('auth.login', await ask('login-code?user=alice'))).result.data
  await call('user.update', { nickname: '小明' }, token)
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(picture)]), 'picture.png')
  await fetch(`${origin}/trpc/user.avatar`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form })
  await call('user.bindPhone', await ask('phone-code?user=alice&phone=13800138000'), token)
}

/** Chromium for servers has no Chinese font of its own. */
async function dress(page: Page): Promise<void> {
  const require = createRequire(import.meta.url)
  const font = require.resolve('@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2')
  const source = readFileSync(font).toString('base64')
  await page.addStyleTag({
    content: `@font-face { font-family: 'Noto Sans SC'; src: url(data:font/woff2;base64,${source}) }
      body, uni-page-body, uni-page-head * { font-family: 'Noto Sans SC', sans-serif !important }`,
  })
  await page.evaluate(() => document.fonts.load("16px 'Noto Sans SC'", '小程序'))
}

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtWorld } from '../testing/builtWorld.ts'
import { openBrowser } from '../testing/openBrowser.ts'
import { serveH5, type ServedH5 } from '../testing/serveH5.ts'
import { workbench } from '../testing/walk.ts'

const tokenTtlMs = 2000
const world = builtWorld('h5-test', { TOKEN_TTL: `${tokenTtlMs / 1000}s` })
const browser = await openBrowser()
if (!browser) process.stdout.write('skipped: no Chrome or Edge is installed, so the H5 preview is not tried\n')
let web: ServedH5

beforeAll(async () => {
  web = await serveH5(world.packageDir, world.server.origin)
})
afterAll(async () => {
  await browser?.close()
  web.close()
})

describe.skipIf(!browser)('the H5 preview in a real browser', () => {
  async function open(): Promise<{
    page: Page
    tap: (button: string) => Promise<string>
    calls: string[]
    errors: string[]
  }> {
    if (!browser) throw new Error('no browser')
    const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
    const calls: string[] = []
    const errors: string[] = []
    page.on('request', (request) => request.url().includes('/trpc/') && calls.push(request.url()))
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(`${web.origin}/#/${workbench}`)
    await page.waitForSelector('.sign-in')
    const tap = async (button: string) => {
      await page.click(button)
      await page.waitForSelector('.waiting', { state: 'detached' })
      return page.innerText('.answer')
    }
    return { page, tap, calls, errors }
  }

  it('tells the whole story: check, sign in, check, expire, sign in silently, sign out', async () => {
    const { page, tap, calls, errors } = await open()
    expect(await tap('.check')).toContain('10119')
    calls.length = 0
    const signedIn = await tap('.sign-in')
    expect(signedIn).toMatch(/^[\w-]{24} · /)
    expect(calls).toHaveLength(1)
    expect(await tap('.check')).toContain(signedIn.slice(0, 24))
    await new Promise((resolve) => setTimeout(resolve, tokenTtlMs + 100))
    expect(await tap('.check')).toContain('10200')
    calls.length = 0
    expect(await tap('.me')).toContain(signedIn.slice(0, 24))
    expect(calls).toHaveLength(1)
    await page.reload()
    await page.waitForSelector('.person')
    expect(await page.innerText('.person')).toBe(signedIn.slice(0, 24))
    expect(await tap('.sign-out')).toBe('已退出登录。')
    expect(await tap('.me')).toContain('10119')
    expect(errors).toEqual([])
  })

  it('asks nobody but its own origin', async () => {
    if (!browser) throw new Error('no browser')
    const page = await browser.newPage()
    const origins = new Set<string>()
    page.on('request', (request) => origins.add(new URL(request.url()).origin))
    await page.goto(`${web.origin}/#/${workbench}`)
    await page.waitForSelector('.sign-in')
    await page.click('.sign-in')
    await page.waitForSelector('.person')
    expect([...origins].filter((origin) => origin !== 'null')).toEqual([web.origin])
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../client/testing/openBrowser.ts'
import { startDevServer, testEnvironment, type RunningServer } from '../testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const browser = await openBrowser()
if (!browser) process.stdout.write('skipped: no Chrome or Edge is installed, so the developers\' page is not tried\n')
let api: RunningServer

beforeAll(async () => {
  api = await startDevServer(testEnvironment(join(folder, 'test.db')))
})
afterAll(async () => {
  await browser?.close()
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!browser)('the developers\' page, in a real browser', () => {
  async function open() {
    if (!browser) throw new Error('no browser')
    const page = await browser.newPage()
    const asked = new Set<string>()
    const errors: string[] = []
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && errors.push(message.text()))
    await page.goto(`${api.origin}/sandbox/`)
    await page.waitForSelector('[id="user.me"]')
    await page.locator('main > details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')))
    return { page, asked, errors }
  }

  async function call(page: Page, path: string, button: RegExp = /^Call/): Promise<string> {
    const procedure = page.locator(`[id="${path}"]`)
    await procedure.getByRole('button', { name: button }).click()
    await procedure.locator('output').filter({ hasText: /^\d{3} / }).waitFor()
    return `${await procedure.locator('output').innerText()}\n${await procedure.locator('> pre').innerText()}`
  }

  it('lists every procedure with inputs to try, and asks nobody but the API', async () => {
    const { page, asked, errors } = await open()
    const described: { paths: Record<string, unknown> } = JSON.parse(await (await fetch(`${api.origin}/openapi.json`)).text())
    const paths = Object.keys(described.paths).map((path) => path.replace('/trpc/', ''))
    expect(await page.locator('main > details').evaluateAll((all) => all.map(({ id }) => id))).toEqual(expect.arrayContaining(paths))
    expect(await page.locator('[id="auth.logout"] textarea').inputValue()).toBe('{\n  "scope": "this"\n}')
    expect([...asked]).toEqual([api.origin])
    expect(errors).toEqual([])
  })

  it('signs in as a person of the sandbox, calls as that person, and shows a refusal with its reason', async () => {
    const { page, errors } = await open()
    expect(await call(page, 'user.me')).toMatch(/^401 [^]*"reasonCode": 10119/)
    await page.fill('#person', 'bob')
    await page.click('#sign-in')
    await page.locator('#standing', { hasText: 'bob = ' }).waitFor()
    const id = (await page.innerText('#standing')).replace('bob = ', '')
    expect(await call(page, 'user.me')).toMatch(new RegExp(`^200 [^]*"id": "${id}"`))
    await page.fill('[id="user.update"] textarea', '{"nickname":"Bob"}')
    expect(await call(page, 'user.update')).toContain('"nickname": "Bob"')
    await page.locator('[id="user.bindPhone"]').getByRole('button', { name: /^Fresh/ }).click()
    await expect.poll(() => page.inputValue('[id="user.bindPhone"] textarea')).toMatch(/"code": "\w{32}"/)
    expect(await call(page, 'user.bindPhone')).toContain('138****8000')
    await page.fill('[id="auth.logout"] textarea', '{"scope":"nobody"}')
    expect(await call(page, 'auth.logout')).toMatch(/^400 [^]*INPUT_INVALID/)
    expect(errors).toEqual([])
  })

  it('shows an answer that streams, part by part', async () => {
    const { page } = await open()
    await page.fill('[id="demo.story"] textarea', '{"language":"zh"}')
    const answer = await call(page, 'demo.story', /^As a stream/)
    expect(answer).toMatch(/^200 /)
    expect(answer.split('\n').length).toBeGreaterThan(20)
  })
})

/**
 * `npm run pictures`: screenshots of the real built pages, light and dark, and the streamed story as it moves, into
 * docs/pictures. WeChat's framework and compilers make the pages, Chromium paints them, Noto Sans SC gives the letters,
 * so that they look the same wherever they are made; the person is the sandbox's alice.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { z } from 'zod'
import { testEnvironment } from 'uni-trpc-server/testing'
import { startDevServer } from './testing/startDevServer.ts'
import { exparserEngine, openScreen, openSimulator, type Screen, type Simulator } from 'uni-trpc-simulator'
import { openBrowser } from './testing/openBrowser.ts'
import { chineseFont } from './testing/chineseFont.ts'
import { builtPackage } from './builtPackage.ts'
import { repository } from './repository.ts'

const folder = resolve(repository, 'docs/pictures')
const mostBytes = 150_000
/** How long the moving picture rests on its last frame before it begins anew. */
const restMs = 3_000
const origin = 'https://api.example.com'
const phones = {
  thisOne: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.54',
  another: 'Mozilla/5.0 (Linux; Android 13; M2102J2SC Build/TKQ1) MicroMessenger/8.0',
}
const coded = z.object({ code: z.string() })

const data = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const api = await startDevServer(testEnvironment(join(data, 'pictures.db')))
const browser = await openBrowser()
try {
  if (!browser) throw new Error('No browser: install Chrome or Edge')
  mkdirSync(folder, { recursive: true })
  await anotherPhone(await portrait(browser))
  const packageDir = await builtPackage('mp-weixin')
  const simulator = await openSimulator({
    packageDir,
    engine: exparserEngine(),
    login: async () => (await ask('login-code?user=alice')).code,
    domains: [origin, origin.replace('http', 'ws')],
    hosts: { [origin]: api.origin },
    fetch: (url, init) =>
      fetch(url, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init?.headers)), 'user-agent': phones.thisOne },
      }),
  })
  await simulator.launch()
  await walk(simulator, await openScreen({ browser, packageDir, hosts: { [origin]: api.origin }, css: chineseFont() }))
  simulator.close()
} finally {
  await browser?.close()
  await api.stop()
  rmSync(data, { recursive: true, force: true })
}

/** From page to page as a person goes. */
async function walk(simulator: Simulator, screen: Screen): Promise<void> {
  const tap = async (selector: string, then: string) => {
    await simulator.currentPage().tap(selector)
    await simulator.waitFor(() => simulator.currentPage().exists(then) && !simulator.currentPage().exists('.waiting'))
  }
  const take = async (name: string) => {
    for (const theme of ['light', 'dark'] as const) {
      await screen.show(simulator, theme)
      const small = await sharp(await screen.screenshot())
        .png({ palette: true })
        .toBuffer()
      keep(`${name}-${theme}.png`, small)
    }
  }
  await take('first')
  await tap('.enter', '.agree')
  await simulator.currentPage().tap('.agree')
  await take('sign-in')
  await tap('.sign-in', '.person')
  await take('signed-in')
  await tap('.profile-link', '.phone')
  await take('me')
  await tap('.devices-link', '.device')
  await take('devices')
  simulator.evaluate('wx.navigateBack({ delta: 2 })')
  await simulator.waitFor(() => simulator.currentPage().exists('.story-link'))
  await tap('.story-link', '.tell')
  keep('story.gif', await film(simulator, screen))
  await take('story')
}

/** The story from the tap to its end, each frame shown as long as it stood on the page. */
async function film(simulator: Simulator, screen: Screen): Promise<Buffer> {
  const frames: { png: Buffer; at: number }[] = []
  const page = simulator.currentPage()
  const shoot = async () => {
    await screen.show(simulator)
    frames.push({
      at: Date.now(),
      png: await sharp(await screen.screenshot())
        .resize({ width: 480 })
        .png()
        .toBuffer(),
    })
  }
  await shoot()
  await page.tap('.tell')
  while (!page.exists('.tell')) await shoot()
  await shoot()
  const delay = frames.map(({ at }, index) => (frames[index + 1]?.at ?? at + restMs) - at)
  return sharp(
    frames.map(({ png }) => png),
    { join: { animated: true } },
  )
    .gif({ delay, loop: 0, colours: 32 })
    .toBuffer()
}

function keep(name: string, picture: Buffer): void {
  process.stdout.write(`${name} ${picture.byteLength} bytes\n`)
  if (picture.byteLength > mostBytes) throw new Error(`${name} has more than ${mostBytes} bytes`)
  writeFileSync(join(folder, name), picture)
}

/** A hill at sunset, for whoever has no face. */
async function portrait(from: Browser): Promise<Uint8Array> {
  const page = await (await from.newContext({ deviceScaleFactor: 2 })).newPage()
  await page.setContent(`<body style="margin:0"><div style="width:132px;height:132px;background:
    radial-gradient(circle at 50% 115%, #24523b 45%, transparent 46%), linear-gradient(#6b8fc4, #f3b98a 75%)">`)
  return page.screenshot({ clip: { x: 0, y: 0, width: 132, height: 132 } })
}

/** A second session of alice's, with a picture, a nickname and a phone number, as if from a phone in a drawer. */
async function anotherPhone(picture: Uint8Array): Promise<void> {
  const call = async (procedure: string, input: object, token = ''): Promise<unknown> => {
    const headers = {
      'content-type': 'application/json',
      'user-agent': phones.another,
      ...(token && { authorization: `Bearer ${token}` }),
    }
    const response = await fetch(`${api.origin}/trpc/${procedure}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
    })
    if (!response.ok) throw new Error(`${procedure} answered ${response.status}`)
    return response.json()
  }
  const signedIn = z.object({ result: z.object({ data: z.object({ token: z.string() }) }) })
  const { token } = signedIn.parse(await call('auth.login', await ask('login-code?user=alice'))).result.data
  await call('user.update', { nickname: '小明' }, token)
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(picture)]), 'picture.png')
  await fetch(`${api.origin}/trpc/user.avatar`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  await call('user.bindPhone', await ask('phone-code?user=alice&phone=13800138000'), token)
}

async function ask(path: string): Promise<z.infer<typeof coded>> {
  return coded.parse(await (await fetch(`${api.origin}/sandbox/${path}`)).json())
}

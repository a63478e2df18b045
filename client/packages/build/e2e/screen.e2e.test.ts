/** What a person sees: the built pages as WeChat's frameworks make them, painted by a real Chromium. */
import type { Frame } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, exparserEngine, glassEaselEngine, openScreen, type Screen } from 'uni-trpc-simulator'
import { barriers } from '../testing/accessibility.ts'
import { builtWorld } from '../testing/builtWorld.ts'
import { chineseFont } from '../testing/chineseFont.ts'
import { openBrowser } from '../testing/openBrowser.ts'
import { createWalks, type Walk, type Walks } from '../testing/walk.ts'

const world = builtWorld('mp-weixin-workbench')
const browser = await openBrowser()
if (!browser) process.stdout.write('skipped: no Chrome or Edge is installed, so the pages are not painted\n')
const narrow = { width: 320, height: 568 }
let screen: Screen
let walks: Walks

beforeAll(async () => {
  if (browser)
    screen = await openScreen({
      browser,
      packageDir: world.packageDir,
      size: narrow,
      hosts: { 'https://api.example.com': world.server.origin },
      css: chineseFont(),
    })
})
afterEach(() => walks.end())
afterAll(async () => {
  await browser?.close()
})

interface Phone {
  readonly person: string
  readonly engine?: () => Engine
  readonly language?: 'zh_CN' | 'en'
  readonly fontSize?: number
}

/** Leads through every page; `look` is called on each, in an order that does not change. */
async function everyPage(
  { person, engine = exparserEngine, ...options }: Phone,
  look: (walk: Walk) => Promise<void>,
): Promise<void> {
  walks = createWalks({ ...world, engine })
  const walk = await walks.start(person, options)
  const { simulator } = walk
  const then = (selector: string) =>
    simulator.waitFor(() => simulator.currentPage().exists(selector) && !simulator.currentPage().exists('.waiting'))
  const back = async (selector: string) => {
    simulator.evaluate('wx.navigateBack()')
    await then(selector)
  }
  await look(walk)
  await walk.tap('.story-link')
  await look(walk)
  await back('.enter')
  await walk.tap('.workbench-link')
  await look(walk)
  await back('.enter')
  await walk.tap('.enter')
  await walk.tap('.agree')
  await look(walk)
  await walk.tap('.agreement')
  await look(walk)
  await back('.sign-in')
  await walk.tap('.sign-in')
  await then('.person')
  await look(walk)
  await walk.tap('.notes-link')
  await then('.note-text')
  await simulator.currentPage().input('.note-text', '牛奶、面包 milk-and-bread')
  await walk.tap('.note-add')
  await then('.note-body')
  await look(walk)
  await walk.tap('.note-edit')
  await look(walk)
  await walk.tap('.note-cancel')
  await walk.tap('.note-remove')
  await then('.note-undo')
  await look(walk)
  await back('.person')
  await walk.tap('.profile-link')
  await then('.nickname')
  await look(walk)
  await walk.tap('.edit')
  await then('.nickname-field')
  await look(walk)
  await walk.tap('.devices-link')
  await then('.device')
  await look(walk)
}

/** Texts that leave their button, or the screen. */
const beyondTheEdge = () =>
  screen.frame.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) {
      const text = document.createRange()
      text.selectNodeContents(walker.currentNode)
      const box = walker.currentNode.parentElement?.closest('wx-button, wx-navigator, body')
      const edge = Math.min(box?.getBoundingClientRect().right ?? 0, innerWidth)
      if (text.getBoundingClientRect().right > edge + 0.5)
        found.push(`beyond the edge: ${walker.currentNode.textContent}`)
    }
    return found
  })

/** Where each element stands, in whole CSS pixels. */
const layout = (frame: Frame) =>
  frame.evaluate(() =>
    [...document.querySelectorAll('body *')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return `${element.tagName}.${element.className} ${[x, y, width, height].map(Math.round).join(' ')}`
    }),
  )

describe.skipIf(!browser)('the built pages on a narrow phone', () => {
  it('have names on their controls, text that can be read, and nothing beyond the edge, light and dark', async () => {
    const found: string[] = []
    const seen: string[] = []
    await everyPage({ person: 'reader' }, async ({ simulator }) => {
      for (const theme of ['light', 'dark'] as const) {
        await screen.show(simulator, theme)
        const { route } = simulator.currentPage()
        seen.push(`${route} ${theme}`)
        found.push(...(await beyondTheEdge()))
        found.push(...(await barriers(screen.frame)).map((barrier) => `${route} ${theme}: ${barrier}`))
      }
    })
    expect(found).toEqual([])
    expect(new Set(seen).size).toBe(16)
  })

  it.each([
    ['zh_CN', 32],
    ['en', 16],
    ['en', 32],
  ] as const)('fit in %s with letters of %i pixels', async (language, fontSize) => {
    const found: string[] = []
    let looks = 0
    await everyPage({ person: `reader-${language}-${fontSize}`, language, fontSize }, async ({ simulator }) => {
      await screen.show(simulator)
      found.push(...(await beyondTheEdge()).map((one) => `${simulator.currentPage().route}: ${one}`))
      looks += 1
    })
    expect(found).toEqual([])
    expect(looks).toBe(12)
  })

  it('look the same on both of WeChat’s frameworks', async () => {
    const layoutsOn = async (engine: () => Engine) => {
      const layouts: string[][] = []
      await everyPage({ person: 'twin', engine }, async ({ simulator }) => {
        await screen.show(simulator)
        layouts.push(await layout(screen.frame))
      })
      walks.end()
      return layouts
    }
    const onExparser = await layoutsOn(exparserEngine)
    expect(onExparser).toHaveLength(12)
    for (const one of onExparser) expect(one.length).toBeGreaterThan(5)
    // The second sign-in of the same person brings one more device, so that page is compared by its own kind of rows.
    const onGlassEasel = await layoutsOn(glassEaselEngine)
    expect(onGlassEasel.slice(0, -1)).toEqual(onExparser.slice(0, -1))
    expect(onGlassEasel.at(-1)).toEqual(
      expect.arrayContaining(onExparser.at(-1)?.filter((line) => line.startsWith('WX-TEXT')) ?? []),
    )
  })

  it('have large targets for a finger', async () => {
    const small: string[] = []
    await everyPage({ person: 'thumb' }, async ({ simulator }) => {
      await screen.show(simulator)
      const found = await screen.frame.evaluate(() =>
        [...document.querySelectorAll('wx-button:not(.link), wx-navigator:not(.link)')]
          .filter((element) => element.getBoundingClientRect().height < 32)
          .map((element) => element.outerHTML),
      )
      small.push(...found)
    })
    expect(small).toEqual([])
  })
})

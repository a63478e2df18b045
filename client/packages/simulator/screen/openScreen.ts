// A phone's screen for the simulator: the tree that WeChat's framework made, with the styles WeChat's wcsc compiled,
// laid out and painted by a real Chromium. It shows one moment; what a person does is done in the simulator.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Frame, Page } from 'playwright-core'
import type { Simulator } from '../openSimulator.ts'
import { readMiniProgramPackage } from '../program/miniProgramPackage.ts'
import { BAR_HEIGHT, navigationBar } from './navigationBar.ts'
import { boxes, drawings, place, scrollViews } from './paint.ts'
import { pageStyles } from './pageStyles.ts'

export interface ScreenOptions {
  browser: Browser
  /** The package the simulator runs. */
  packageDir: string
  /** CSS pixels. @default 375 × 667 */
  size?: { width: number; height: number }
  /** Device pixels per CSS pixel. @default 2 */
  density?: number
  /** Addresses of pictures and where they are really to be had, as the simulator's own. */
  hosts?: Record<string, string>
  /** A style sheet for every page, say for a font this machine lacks. */
  css?: string
}

export interface Screen {
  /** What the page is painted in, for looking at sizes and colours. */
  readonly frame: Frame
  /** Paints the page on top, light unless told; throws for a widget this screen cannot draw. */
  show(simulator: Simulator, theme?: 'light' | 'dark'): Promise<void>
  /** What is painted, as PNG. */
  screenshot(): Promise<Buffer>
}

const WIDGETS = `view text button navigator form label input textarea checkbox checkbox-group radio radio-group switch
  slider picker image scroll-view swiper swiper-item rich-text icon progress canvas cover-view cover-image movable-area
  movable-view page-meta navigation-bar root-portal match-media`.split(/\s+/)
const widgetStyles = readFileSync(path.join(import.meta.dirname, 'widgets.css'), 'utf8')

/** Lasts as long as the browser. */
export async function openScreen(options: ScreenOptions): Promise<Screen> {
  const program = readMiniProgramPackage(options.packageDir)
  const { page, frame } = await openPhone(options)
  let styled = ''

  async function style(route: string): Promise<void> {
    if (route === styled) return
    await frame.evaluate(() => document.querySelectorAll('style[wxss\\:path]').forEach((sheet) => sheet.remove()))
    for (const content of pageStyles(program, route)) await frame.addScriptTag({ content })
    styled = route
  }

  return {
    frame,
    async show(simulator, theme = 'light') {
      await page.emulateMedia({ colorScheme: theme })
      const shown = simulator.currentPage()
      const look = { title: shown.title, hasBack: simulator.pageStack().length > 1, theme }
      const bar = navigationBar(program, shown.route, look)
      await page.locator('.bar').evaluate((element, html) => void (element.innerHTML = html), bar)
      await style(shown.route)
      await frame.evaluate(place, { html: shown.html(), widgets: WIDGETS })
      for (const draw of drawings) await frame.evaluate(draw)
      await page.evaluate(() => document.fonts.ready)
      simulator.measure(await frame.evaluate(boxes))
      await frame.evaluate(scrollViews)
    },
    screenshot: () => page.screenshot(),
  }
}

/** A phone's window with a frame for the page below WeChat's bar. */
async function openPhone({
  browser,
  size = { width: 375, height: 667 },
  density = 2,
  hosts = {},
  css = '',
}: ScreenOptions): Promise<{ page: Page; frame: Frame }> {
  const phone = { viewport: size, screen: size, deviceScaleFactor: density, isMobile: true, hasTouch: true }
  const page = await (await browser.newContext(phone)).newPage()
  for (const [origin, real] of Object.entries(hosts)) {
    await page.route(`${origin}/**`, async (route) => {
      const response = await route.fetch({ url: route.request().url().replace(origin, real) })
      await route.fulfill({ response })
    })
  }
  const scheme = '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
  // A page's 100vh ends below the bar, so it has a frame of its own.
  await page.setContent(`<!doctype html>${scheme}<style>body{margin:0}</style><style>${css}</style>
    <div class="bar"></div>
    <iframe style="display:block;border:0;width:100%;height:calc(100vh - ${BAR_HEIGHT}px)"></iframe>`)
  const owner = await page.frameLocator('iframe').owner().elementHandle()
  const frame = await owner?.contentFrame()
  if (!frame) throw new Error('Chromium opened no frame')
  await frame.setContent(`<!doctype html>${scheme}<style>${widgetStyles}</style><style>${css}</style>`)
  return { page, frame }
}

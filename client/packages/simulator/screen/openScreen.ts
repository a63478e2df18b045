// A phone's screen for the simulator: the tree that WeChat's framework made, with the styles WeChat's wcsc compiled, laid
// out and painted by a real Chromium. It shows one moment; what a person does is done in the simulator.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Frame } from 'playwright-core'
import type { Simulator } from '../openSimulator.ts'
import type { Box } from '../layout/createLayout.ts'
import { readMiniProgramPackage } from '../program/miniProgramPackage.ts'
import { BAR_HEIGHT, navigationBar } from './navigationBar.ts'
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

const WIDGETS = [
  'view',
  'text',
  'button',
  'navigator',
  'form',
  'label',
  'input',
  'textarea',
  'checkbox',
  'checkbox-group',
  'image',
]
const widgetStyles = readFileSync(path.join(import.meta.dirname, 'widgets.css'), 'utf8')

/** Lasts as long as the browser. */
export async function openScreen({
  browser,
  packageDir,
  size = { width: 375, height: 667 },
  density = 2,
  hosts = {},
  css = '',
}: ScreenOptions): Promise<Screen> {
  const program = readMiniProgramPackage(packageDir)
  const context = await browser.newContext({
    viewport: size,
    screen: size,
    deviceScaleFactor: density,
    isMobile: true,
    hasTouch: true,
  })
  const page = await context.newPage()
  for (const [origin, real] of Object.entries(hosts)) {
    await page.route(`${origin}/**`, async (route) => {
      const response = await route.fetch({ url: route.request().url().replace(origin, real) })
      await route.fulfill({ response })
    })
  }
  const scheme = '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
  // A page's 100vh ends below the bar, so it has a frame of its own.
  await page.setContent(`<!doctype html>${scheme}<style>body{margin:0}</style><style>${css}</style><div class="bar"></div>
    <iframe style="display:block;border:0;width:100%;height:calc(100vh - ${BAR_HEIGHT}px)"></iframe>`)
  const frame = await page
    .frameLocator('iframe')
    .owner()
    .elementHandle()
    .then((owner) => owner?.contentFrame())
  if (!frame) throw new Error('Chromium opened no frame')
  await frame.setContent(`<!doctype html>${scheme}<style>${widgetStyles}</style><style>${css}</style>`)
  let styled = ''

  return {
    frame,
    async show(simulator, theme = 'light') {
      await page.emulateMedia({ colorScheme: theme })
      const shown = simulator.currentPage()
      const bar = navigationBar(program, shown.route, {
        title: shown.title,
        hasBack: simulator.pageStack().length > 1,
        theme,
      })
      await page.locator('.bar').evaluate((element, html) => void (element.innerHTML = html), bar)
      if (shown.route !== styled) {
        await frame.evaluate(() => document.querySelectorAll('style[wxss\\:path]').forEach((style) => style.remove()))
        for (const content of pageStyles(program, shown.route)) await frame.addScriptTag({ content })
        styled = shown.route
      }
      await frame.evaluate(paint, { html: shown.html(), widgets: WIDGETS })
      await page.evaluate(() => document.fonts.ready)
      simulator.measure(await frame.evaluate(boxes))
    },
    screenshot: () => page.screenshot(),
  }
}

/** Runs in Chromium: where every element of the page is; pictures are the screen's own. */
function boxes(): Box[] {
  return [...document.body.querySelectorAll('*:not(wx-image > img)')].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return { left: left + window.scrollX, top: top + window.scrollY, width, height }
  })
}

/** Runs in Chromium; resolves when the pictures are there, or will not come. */
async function paint({ html, widgets }: { html: string; widgets: string[] }): Promise<void> {
  document.body.innerHTML = html
  for (const element of document.querySelectorAll<HTMLElement>('*')) {
    const tag = element.tagName.toLowerCase()
    if (tag.startsWith('wx-') && !widgets.includes(tag.slice(3)))
      throw new Error(`The screen cannot draw <${tag.slice(3)}> yet`)
  }
  for (const box of document.querySelectorAll<HTMLElement>('wx-checkbox'))
    box.style.setProperty('--tick', box.getAttribute('color') ?? '#09bb07')
  const pictures = [...document.querySelectorAll('wx-image')].map((image) => {
    const picture = document.createElement('img')
    picture.src = image.getAttribute('src') ?? ''
    image.append(picture)
    return picture.decode().catch(() => picture.remove())
  })
  await Promise.all([...pictures, document.fonts.ready])
}

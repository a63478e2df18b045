// Opens every page of a program on one engine, looks whether something is there, and taps on what it finds.
import type { Engine } from '../engines/Engine.ts'
import { openSimulator } from '../openSimulator.ts'
import type { Simulator } from '../openSimulator.ts'
import type { KitProgram } from './nativeKits.ts'

/** `ok`, or what went wrong first. */
export type Outcome = 'ok' | (string & {})

const TAPS = 8
const LOOK_MS = 150

/** Name of a component → how its page fared. One simulator opens them one after another, as a person would. */
export async function walkKit(
  { packageDir, pages }: KitProgram,
  engine: () => Engine,
): Promise<Record<string, Outcome>> {
  const simulator = await openSimulator({
    packageDir,
    engine: engine(),
    login: async () => 'code',
    answerMedia: () => undefined,
  })
  const outcomes: Record<string, Outcome> = {}
  try {
    const [first = ''] = Object.values(pages)
    await simulator.launch({ path: first }).catch(() => undefined)
    simulator.errors.length = 0
    for (const [name, route] of Object.entries(pages)) outcomes[name] = await walkPage(simulator, route)
  } finally {
    simulator.close()
  }
  return outcomes
}

async function walkPage(simulator: Simulator, route: string): Promise<Outcome> {
  simulator.errors.length = 0
  try {
    await (simulator.evaluate(`wx.reLaunch({ url: '/${route}' })`) as Promise<unknown>)
    // What a component measures once it is shown is there before a person's finger.
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    const page = simulator.currentPage()
    if (page.route !== route) return `is on ${page.route}`
    if (page.count('page *') < 2 && page.html().length < 20) return 'renders nothing'
    const count = page.count('wx-view, wx-button, wx-text, wx-image')
    for (let index = 0; index < Math.min(count, TAPS); index += 1) {
      if (simulator.currentPage() !== page) break
      await page.tap('wx-view, wx-button, wx-text, wx-image', index).catch(ignoreHidden)
    }
    // What a component asks late, it asks of its own page.
    await new Promise((resolve) => setTimeout(resolve, 100))
  } catch (error) {
    return wordsOf(error)
  }
  return simulator.errors.length === 0 ? 'ok' : wordsOf(simulator.errors[0])
}

function ignoreHidden(error: unknown): void {
  if (!/is hidden|^Error: No /.test(String(error))) throw error
}

function wordsOf(error: unknown): string {
  const stack =
    typeof error === 'object' && error !== null
      ? (Reflect.get(error, 'errMsg') ?? Reflect.get(error, 'stack') ?? Reflect.get(error, 'message'))
      : error
  return String(stack).split('\n').slice(0, 3).join(' | ')
}

// The handles of a program's open pages, each the same for its page, and the phone they stand on.
import { createPageHandle, type PageHandle } from './PageHandle.ts'
import type { NicknameVerdict, PageHandleHost } from './PageHandleHost.ts'
import type { MiniProgramPackage } from './program/miniProgramPackage.ts'
import type { OpenPage } from './program/pageLife.ts'
import type { SimulatedProgram } from './program/simulatedProgram.ts'
import { elementTree } from './queries/elementTree.ts'
import type { TimerSource } from './realm/simulatedTimers.ts'
import type { SimulatorOptions } from './SimulatorOptions.ts'
import { waitFor, type WaitOptions } from './waitFor.ts'
import type { OpenPicker } from './widgets/createHand.ts'

export interface PageHandles {
  /** The page on top; throws when there is none. */
  current(): PageHandle
  /** From the bottom to the top. */
  all(): PageHandle[]
  /** What the page on top shows, and what went wrong, for an error to say. */
  describe(): string
  /** No review of a nickname is told any more. */
  close(): void
}

type Settings = Pick<SimulatorOptions, 'answerNickname' | 'answerPicker'> & { timers: TimerSource }

/** Milliseconds in which WeChat reviews a nickname. */
const REVIEW_MS = 20

export function createPageHandles(
  program: SimulatedProgram,
  miniProgram: MiniProgramPackage,
  settings: Settings,
): PageHandles {
  const handles = new WeakMap<OpenPage, PageHandle>()
  const { review, close } = createReviews(settings)
  const host = hostOf(program, miniProgram, { ...settings, review, describe })

  function handleOf(page: OpenPage): PageHandle {
    const handle = handles.get(page) ?? createPageHandle(page, host)
    handles.set(page, handle)
    return handle
  }

  function describe(): string {
    const page = program.pages.pages.at(-1)
    const failed = program.errors.map((error) => `\nerror: ${String(error)}`).join('')
    if (page === undefined) return `no page is open${failed}`
    return `${page.path} shows: ${handleOf(page).text()}\n${elementTree(page.element)}${failed}`
  }

  return {
    current() {
      const page = program.pages.pages.at(-1)
      if (page === undefined) throw new Error('No page is open: was the program launched?')
      return handleOf(page)
    },
    all: () => program.pages.pages.map(handleOf),
    describe,
    close,
  }
}

function hostOf(
  program: SimulatedProgram,
  miniProgram: MiniProgramPackage,
  phone: Settings & Pick<PageHandleHost, 'review'> & Pick<PageHandles, 'describe'>,
): PageHandleHost {
  return {
    settle,
    wait: (find, options) => wait(find, phone.describe, options),
    navigate: (openType, url) => navigate(program, openType, url),
    review: phone.review,
    widgets: program.widgets,
    pick: phone.answerPicker ?? (({ value }: OpenPicker) => value),
    share: program.share,
    scroll: program.pages.scrollTo,
    tell: program.pages.tell,
    canPullDown: ({ path }) => String(miniProgram.window(path)['enablePullDownRefresh']) === 'true',
  }
}

/** Two turns of the event loop: microtasks, timers of 0 ms and what they set off. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0))
}

function createReviews({ answerNickname = () => ({ pass: true, timeout: false }), timers }: Settings) {
  let isClosed = false
  return {
    review(nickname: string, tell: (verdict: NicknameVerdict) => void): void {
      const verdict = answerNickname(nickname)
      timers.setTimeout(() => void (verdict !== undefined && !isClosed && tell(verdict)), REVIEW_MS)
    },
    close: (): void => void (isClosed = true),
  }
}

function navigate({ pages }: SimulatedProgram, openType: string, url: string): void {
  if (openType === 'redirect') pages.redirectTo(url)
  else if (openType === 'navigateBack') pages.navigateBack(1)
  else if (openType === 'switchTab' || openType === 'reLaunch') pages[openType](url)
  else pages.navigateTo(url)
}

// An element that is not there says itself what is; nothing more is to be told.
async function wait(find: () => unknown, describe: () => string, options?: WaitOptions): Promise<void> {
  let last: unknown
  const finds = (): boolean => {
    try {
      find()
      return true
    } catch (error) {
      last = error
      return false
    }
  }
  await waitFor(finds, describe, options).catch(() => {
    throw last
  })
}

// What a program shows over its page. Nothing is drawn; a test reads the list, and answers modals.
import { asyncApi } from './asyncApi.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export interface ShownNotice {
  kind: 'toast' | 'modal' | 'loading' | 'actionSheet' | 'share' | 'preview'
  title: string
  /** Everything else the program passed, callbacks left out. */
  options: Record<string, unknown>
}

export interface ModalAnswer {
  confirm: boolean
  /** What was typed into an editable modal. */
  content?: string
}

export interface InteractionOptions {
  /** What the person taps on a modal. @default always the confirming button */
  answerModal?: ((modal: ShownNotice) => ModalAnswer | Promise<ModalAnswer>) | undefined
  /** Which line of an action sheet the person taps; undefined cancels. @default the first */
  answerActionSheet?: ((sheet: ShownNotice) => number | undefined) | undefined
}

/** @param shown every notice is pushed here, in order */
export function interactionFamily(host: WxHost, shown: ShownNotice[], answers: InteractionOptions): WxFamily {
  const answerModal = answers.answerModal ?? ((): ModalAnswer => ({ confirm: true }))
  const answerActionSheet = answers.answerActionSheet ?? (() => 0)
  const show = (kind: ShownNotice['kind'], options: Record<string, unknown>): ShownNotice => {
    const plain = Object.fromEntries(Object.entries(options).filter((entry) => typeof entry[1] !== 'function'))
    const notice: ShownNotice = { kind, title: String(options['title'] ?? ''), options: plain }
    shown.push(notice)
    return notice
  }
  return {
    showToast: asyncApi(host, 'showToast', (options) => void show('toast', options)),
    hideToast: asyncApi(host, 'hideToast', () => undefined),
    showLoading: asyncApi(host, 'showLoading', (options) => void show('loading', options)),
    hideLoading: asyncApi(host, 'hideLoading', () => undefined),
    showModal: asyncApi(host, 'showModal', async (options) => {
      const answer = await answerModal(show('modal', options))
      return { confirm: answer.confirm, cancel: !answer.confirm, content: answer.content ?? null }
    }),
    showActionSheet: asyncApi(host, 'showActionSheet', (options) => {
      const tapIndex = answerActionSheet(show('actionSheet', options))
      if (tapIndex === undefined) throw new WxFailure('cancel')
      return { tapIndex }
    }),
  }
}

/**
 * What a page does when somebody taps: one thing at a time, confirmed first where it cannot be undone, waiting shown, and
 * what came of it told in one sentence; a failure is repeated when the person asks or, if it only reads, as soon as the
 * network is back.
 */
import { readonly, ref } from 'vue'
import { confirm } from './confirm.ts'
import { explain, isPassing, needsSignIn, systemLanguage } from './explain.ts'
import { useNetwork } from './useNetwork.ts'

/** After so long without a sign of life a person wonders whether anything happens at all. */
const patienceMs = 5000

/** A tap within so long after a question is still the one that asked it; later, no dialog covers what was tapped. */
const dialogMs = 1000

/** What is to be done, and the sentence that tells of it, if there is one; whatever comes in parts calls `heard` for each. */
export type Work = (heard: () => void) => Promise<string | undefined> | Promise<void>

export interface Doing {
  /** A question; what the person does not confirm is not done. */
  readonly ask?: string
  /** False for what a second try cannot help, such as a code that may be used once. @default true */
  readonly repeatable?: boolean
  /** Nothing changes by it, so it is repeated unasked when the network is back. @default false */
  readonly reads?: boolean
}

/**
 * Call it in a page's setup.
 *
 * @param settled called after everything that was done, however it went
 */
export function useAction(settled: () => void = () => {}) {
  const isBusy = ref(false)
  const isSlow = ref(false)
  const answer = ref('')
  const isFailure = ref(false)
  const canRetry = ref(false)
  let question: { askedAt: number } | null = null
  let failed: (() => Promise<void>) | null = null
  let isWaitingForNetwork = false

  /** Resolves when it is over, however it went; a second call meanwhile does nothing. */
  async function run(work: Work, doing: Doing = {}): Promise<void> {
    if (isBusy.value) return
    // A dialog that WeChat lost must not keep the page from all else; what it was about is not done.
    if (question && (doing.reads || Date.now() - question.askedAt < dialogMs)) return
    question = null
    if (doing.ask !== undefined) {
      const mine = (question = { askedAt: Date.now() })
      const isSure = await confirm(doing.ask)
      if (question !== mine) return
      question = null
      if (!isSure) return
    }
    await attempt(work, doing)
  }

  async function attempt(work: Work, doing: Doing): Promise<void> {
    let silence: number | undefined
    const heard = () => {
      clearTimeout(silence)
      isSlow.value = false
      silence = setTimeout(() => void (isSlow.value = true), patienceMs)
    }
    isBusy.value = true
    say('')
    heard()
    try {
      say((await work(heard)) ?? '')
    } catch (error) {
      const { repeatable = true, reads = false } = doing
      say(explain(error, systemLanguage()), true)
      canRetry.value = repeatable && (reads ? !needsSignIn(error) : isPassing(error))
      isWaitingForNetwork = reads && isPassing(error)
      failed = () => attempt(work, doing)
    } finally {
      clearTimeout(silence)
      isBusy.value = isSlow.value = false
      settled()
    }
  }

  /** In place of whatever was told before, and of the offer to try that again. */
  function say(sentence: string, isWarning = false): void {
    answer.value = sentence
    isFailure.value = isWarning
    canRetry.value = isWaitingForNetwork = false
  }

  const retry = () => void (canRetry.value && !isBusy.value && failed?.())
  const { trouble } = useNetwork(
    () => isSlow.value,
    () => isWaitingForNetwork && retry(),
  )

  const told = { answer: readonly(answer), isFailure: readonly(isFailure), canRetry: readonly(canRetry) }
  return { isBusy: readonly(isBusy), trouble, ...told, run, retry, say }
}

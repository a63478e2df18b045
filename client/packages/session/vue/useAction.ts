/**
 * What a page does when somebody taps: one thing at a time, confirmed first where it cannot be undone, waiting shown,
 * and what came of it told in one sentence; a failure is repeated when the person asks or, if it only reads, as soon as
 * the network is back.
 */
import { readonly, ref } from 'vue'
import { explain, isPassing, needsSignIn } from './explain.ts'
import { systemLanguage } from './language.ts'
import { createQuestion } from './question.ts'
import { useNetwork } from './useNetwork.ts'

/** After so long without a sign of life a person wonders whether anything happens at all. */
const patienceMs = 5000

/** What is done, and the sentence that tells of it, if there is one; what comes in parts calls `heard` for each. */
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
  const { told, say, fail, isWaitingForNetwork } = useTold()
  const { isSlow, heard, over } = usePatience()
  const question = createQuestion()
  let failed: (() => Promise<void>) | null = null

  /** Resolves when it is over, however it went; a second call meanwhile does nothing. */
  async function run(work: Work, doing: Doing = {}): Promise<void> {
    if (isBusy.value || question.isInTheWayOf(doing)) return
    question.drop()
    if (doing.ask !== undefined && !(await question.ask(doing.ask))) return
    await attempt(work, doing)
  }

  async function attempt(work: Work, doing: Doing): Promise<void> {
    isBusy.value = true
    say('')
    heard()
    try {
      say((await work(heard)) ?? '')
    } catch (error) {
      fail(error, doing)
      failed = () => attempt(work, doing)
    } finally {
      over()
      isBusy.value = false
      settled()
    }
  }

  const retry = () => void (told.canRetry.value && !isBusy.value && failed?.())
  const { trouble } = useNetwork(isSlow, () => isWaitingForNetwork() && retry())

  return { isBusy: readonly(isBusy), trouble, ...told, run, retry, say }
}

/** What came of it, as the page shows it. */
function useTold() {
  const answer = ref('')
  const isFailure = ref(false)
  const canRetry = ref(false)
  let isWaitingForNetwork = false

  /** In place of whatever was told before, and of the offer to try that again. */
  function say(sentence: string, isWarning = false): void {
    answer.value = sentence
    isFailure.value = isWarning
    canRetry.value = isWaitingForNetwork = false
  }

  function fail(error: unknown, { repeatable = true, reads = false }: Doing): void {
    say(explain(error, systemLanguage()), true)
    canRetry.value = repeatable && (reads ? !needsSignIn(error) : isPassing(error))
    isWaitingForNetwork = reads && isPassing(error)
  }

  const told = { answer: readonly(answer), isFailure: readonly(isFailure), canRetry: readonly(canRetry) }
  return { told, say, fail, isWaitingForNetwork: () => isWaitingForNetwork }
}

/** Whether nothing has been heard for longer than a person expects. */
function usePatience() {
  const isSlow = ref(false)
  let silence: ReturnType<typeof setTimeout> | undefined
  const over = () => {
    clearTimeout(silence)
    isSlow.value = false
  }
  const heard = () => {
    over()
    silence = setTimeout(() => void (isSlow.value = true), patienceMs)
  }
  return { isSlow: () => isSlow.value, heard, over }
}

/** Asks before what cannot be undone, in WeChat's own dialog, one question at a time. */
import { systemLanguage } from './language.ts'

/** A tap within so long after a question is still the one that asked it; later, no dialog covers what was tapped. */
const dialogMs = 1000

/** The buttons' texts: WeChat cuts them after four characters. */
const buttons = {
  zh: { confirmText: '确定', cancelText: '取消' },
  en: { confirmText: 'Yes', cancelText: 'No' },
}

export function createQuestion() {
  let open: { readonly askedAt: number } | null = null
  return {
    isInTheWayOf: ({ reads = false }: { readonly reads?: boolean }) =>
      open !== null && (reads || Date.now() - open.askedAt < dialogMs),

    /** A dialog that WeChat lost must not keep the page from all else; what it was about is not done. */
    drop: () => void (open = null),

    /** Resolves to whether the person said yes, unless the question was dropped meanwhile. */
    async ask(content: string): Promise<boolean> {
      const mine = (open = { askedAt: Date.now() })
      const isSure = await confirm(content)
      if (open !== mine) return false
      open = null
      return isSure
    },
  }
}

/** What is dismissed or cannot be shown is a no. */
function confirm(content: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({
      content,
      ...buttons[systemLanguage()],
      success: (answer) => resolve(answer.confirm),
      fail: () => resolve(false),
    })
  })
}

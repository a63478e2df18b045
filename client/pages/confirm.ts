/** Asks before what cannot be undone, in WeChat's own dialog. */
import { systemLanguage } from './explain.ts'

/** The buttons' texts: WeChat cuts them after four characters. */
const buttons = {
  zh: { confirmText: '确定', cancelText: '取消' },
  en: { confirmText: 'Yes', cancelText: 'No' },
}

/** Resolves to whether the person said yes; what is dismissed or cannot be shown is a no. */
export function confirm(content: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({
      content,
      ...buttons[systemLanguage()],
      success: (answer) => resolve(answer.confirm),
      fail: () => resolve(false),
    })
  })
}

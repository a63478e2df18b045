/** What every page begins with: its words in the phone's language, its title, and the size of text for this person. */
import { onLoad } from '@dcloudio/uni-app'
import { systemLanguage, type Language } from './language.ts'

/** What all pages say. */
const common = {
  zh: { waiting: '请稍候…', again: '再试一次', enter: '去登录', edit: '修改', save: '保存', cancel: '取消' },
  en: { waiting: 'One moment…', again: 'Try again', enter: 'Sign in', edit: 'Edit', save: 'Save', cancel: 'Cancel' },
}

export type CommonWord = keyof (typeof common)['zh']

/** WeChat's standard, in pixels. */
const standard = 16
/** Beyond twice the size, lines of one word are harder to read than small ones. */
const largest = 2

/**
 * Call it in a page's setup.
 *
 * @param all the page's words, its title among them, in both languages; they win over those that all pages say
 * @returns `size`, the inline style of the outermost view: all sizes of style.css are multiplied by its `--scale`
 */
export function usePage<TTexts extends { readonly title: string }>(all: Readonly<Record<Language, TTexts>>) {
  const language = systemLanguage()
  const texts: Omit<Record<CommonWord, string>, keyof TTexts> & TTexts = { ...common[language], ...all[language] }
  onLoad(() => setTitle(texts.title))
  return { language, texts, size: textSize() }
}

/** Of the page that is shown. One that was left meanwhile has none to set, which is nobody's fault. */
export function setTitle(title: string): void {
  void uni.setNavigationBarTitle({ title, fail: () => {} })
}

/** The text size that the person chose in WeChat; H5 leaves zooming to the browser. */
export function textSize(setting: number = uni.getSystemInfoSync().fontSizeSetting ?? standard): string {
  return `--scale: ${Math.min(largest, setting / standard)}`
}

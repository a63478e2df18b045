// What a page's handle stands on: the rest of the phone.
import type { OpenPage } from './program/pageLife.ts'
import type { FindOptions } from './queries/ElementHandle.ts'
import type { HandHost } from './widgets/createHand.ts'
import type { LivingWidgets } from './widgets/livingWidgets.ts'

export interface PageHandleHost extends Pick<HandHost, 'navigate' | 'pick'> {
  /** Waits until what an event caused at once is done. */
  settle(): Promise<void>
  /** Polls until `find` answers without throwing. */
  wait(find: () => unknown, options?: FindOptions): Promise<void>
  readonly widgets: Omit<LivingWidgets, 'watch'>
  /** The page on top is scrolled. */
  scroll(top: number): void
  /** The page on top is told what a person does to it as a whole. */
  tell(method: 'onPullDownRefresh' | 'onReachBottom'): void
  canPullDown(page: OpenPage): boolean
  /** A button with open-type="share" was tapped. */
  share(page: OpenPage, button: Element): void
  /** WeChat's review of a nickname, in its own time; `tell` is not called when it says nothing. */
  review(nickname: string, tell: (verdict: NicknameVerdict) => void): void
}

/** What `nicknamereview` brings. */
export interface NicknameVerdict {
  pass: boolean
  timeout: boolean
}

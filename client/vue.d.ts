/**
 * What Vue's declarations call by names of the browser, as a mini program has it. The names stand inside Vue's modules
 * alone, so that pages cannot use them; unresolved they would be `any` in every handler of a template.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html
 */
import '@vue/runtime-core'
import '@vue/runtime-dom'

declare global {
  /** What a handler of a template is given, by WeChat and, through uni-app, by the browser. */
  interface PageEvent {
    readonly type: string
    readonly timeStamp: number
    readonly target: PageEventTarget
    readonly currentTarget: PageEventTarget
    /** Each component has its own, which uni-app's types do not tell: read it with care. */
    readonly detail: unknown
  }

  interface PageEventTarget {
    readonly id: string
    readonly dataset: Readonly<Record<string, unknown>>
  }
}

declare module '@vue/runtime-dom' {
  interface Event extends PageEvent {}
  interface AnimationEvent extends PageEvent {}
  interface ClipboardEvent extends PageEvent {}
  interface CompositionEvent extends PageEvent {}
  interface DragEvent extends PageEvent {}
  interface FocusEvent extends PageEvent {}
  interface KeyboardEvent extends PageEvent {}
  interface MouseEvent extends PageEvent {}
  interface PointerEvent extends PageEvent {}
  interface TouchEvent extends PageEvent {}
  interface TransitionEvent extends PageEvent {}
  interface UIEvent extends PageEvent {}
  interface WheelEvent extends PageEvent {}
  interface Element extends Absent {}
  interface HTMLElement extends Absent {}
  interface HTMLInputElement extends Absent {}
  interface HTMLSelectElement extends Absent {}
  interface HTMLTextAreaElement extends Absent {}
  interface ShadowRoot extends Absent {}
}

declare module '@vue/runtime-core' {
  interface Element extends Absent {}
  interface ShadowRoot extends Absent {}
  interface HTMLElementTagNameMap {}
  interface HTMLElementEventMap {}
}

declare module 'vue' {
  interface HTMLElement extends Absent {}
}

/**
 * Vue's declarations are written for browsers. Here its templates get what a mini program's events are, and the names
 * of the DOM that Vue's declarations cannot do without are known to Vue alone: in a page they stay unknown.
 */

/**
 * What a component tells. https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html
 * On H5 uni-app gives the browser's events the same shape. What `detail` holds depends on the component: a handler says
 * in its parameter's type what it reads, such as `(event: { detail: { value: string } })`, and what no handler has
 * named cannot be read.
 */
interface UniEvent {
  readonly type: string
  readonly timeStamp: number
  readonly detail: never
  readonly target: UniEventTarget
  readonly currentTarget: UniEventTarget
  readonly touches: readonly UniTouch[]
  readonly changedTouches: readonly UniTouch[]
  preventDefault(): void
  stopPropagation(): void
}

interface UniEventTarget {
  readonly id: string
  readonly dataset: Readonly<Record<string, unknown>>
  readonly offsetLeft: number
  readonly offsetTop: number
}

interface UniTouch {
  readonly identifier: number
  readonly pageX: number
  readonly pageY: number
  readonly clientX: number
  readonly clientY: number
}

/** For whatever a component of uni-app or of WeChat tells: `@tap`, `@chooseavatar`, `@nicknamereview`. */
type UniListener = ((event: UniEvent) => void) | undefined

/** A component that uni-app or WeChat brings, and that is no element's name; what it takes is not declared. */
interface BuiltIn {
  new (): { $props: { [event: `on${string}`]: UniListener; [property: string]: unknown } }
}

declare module '@vue/runtime-core' {
  interface Element {
    readonly absentOnPhones: never
  }
  interface ShadowRoot {
    readonly absentOnPhones: never
  }
  type HTMLElementEventMap = Record<never, never>
  type HTMLElementTagNameMap = Record<never, never>
}

declare module '@vue/runtime-dom' {
  interface Element {
    readonly absentOnPhones: never
  }
  interface ShadowRoot {
    readonly absentOnPhones: never
  }
  interface HTMLElement {
    readonly absentOnPhones: never
  }
  type HTMLInputElement = AbsentOnPhones
  type HTMLSelectElement = AbsentOnPhones
  type HTMLTextAreaElement = AbsentOnPhones

  type Event = UniEvent
  type AnimationEvent = UniEvent
  type ClipboardEvent = UniEvent
  type CompositionEvent = UniEvent
  type DragEvent = UniEvent
  type FocusEvent = UniEvent
  type KeyboardEvent = UniEvent
  type MouseEvent = UniEvent
  type PointerEvent = UniEvent
  type TouchEvent = UniEvent
  type TransitionEvent = UniEvent
  type UIEvent = UniEvent
  type WheelEvent = UniEvent

  interface HTMLAttributes {
    [event: `on${string}`]: UniListener
  }
  // `<view>`, `<text>` and `<image>` are names of SVG, too.
  interface SVGAttributes {
    [event: `on${string}`]: UniListener
  }
}

declare module 'vue' {
  interface HTMLElement {
    readonly absentOnPhones: never
  }

  /** https://uniapp.dcloud.net.cn/component/ and https://developers.weixin.qq.com/miniprogram/dev/component/ */
  interface GlobalComponents {
    Ad: BuiltIn
    AdCustom: BuiltIn
    Block: BuiltIn
    Camera: BuiltIn
    ChannelLive: BuiltIn
    ChannelVideo: BuiltIn
    Checkbox: BuiltIn
    CheckboxGroup: BuiltIn
    CoverImage: BuiltIn
    CoverView: BuiltIn
    CustomWrapper: BuiltIn
    Editor: BuiltIn
    FunctionalPageNavigator: BuiltIn
    GridView: BuiltIn
    Icon: BuiltIn
    ListBuilder: BuiltIn
    ListView: BuiltIn
    LivePlayer: BuiltIn
    LivePusher: BuiltIn
    MatchMedia: BuiltIn
    MovableArea: BuiltIn
    MovableView: BuiltIn
    NavigationBar: BuiltIn
    Navigator: BuiltIn
    OfficialAccount: BuiltIn
    OpenContainer: BuiltIn
    OpenData: BuiltIn
    PageContainer: BuiltIn
    PageMeta: BuiltIn
    Picker: BuiltIn
    PickerView: BuiltIn
    PickerViewColumn: BuiltIn
    Radio: BuiltIn
    RadioGroup: BuiltIn
    RichText: BuiltIn
    RootPortal: BuiltIn
    ScrollView: BuiltIn
    ShareElement: BuiltIn
    Slider: BuiltIn
    Snapshot: BuiltIn
    StickyHeader: BuiltIn
    StickySection: BuiltIn
    StoreHome: BuiltIn
    StoreProduct: BuiltIn
    Swiper: BuiltIn
    SwiperItem: BuiltIn
    VoipRoom: BuiltIn
    WebView: BuiltIn
  }
}

declare global {
  type HTMLElementTagNameMap = Record<never, never>
  type SVGElementTagNameMap = Record<never, never>
}

export {}

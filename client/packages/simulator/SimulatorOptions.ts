// What a test says of the phone, the person and the world when it opens a program.
import type { Engine } from './engines/Engine.ts'
import type { DeclaredLayout } from './layout/createLayout.ts'
import type { NicknameVerdict } from './PageHandleHost.ts'
import type { TimerSource } from './realm/simulatedTimers.ts'
import type { OpenPicker } from './widgets/createHand.ts'
import type { CanvasOptions } from './wx/canvases.ts'
import type { InteractionOptions } from './wx/interactionFamily.ts'
import type { MediaOptions } from './wx/mediaFamily.ts'
import type { GivenOptions } from './wx/notSimulated.ts'
import type { PictureOptions } from './wx/pictureFamily.ts'
import type { PrefetchOptions } from './wx/prefetchFamily.ts'
import type { PrivacyOptions } from './wx/privacyFamily.ts'
import type { SettingOptions } from './wx/settingFamily.ts'
import type { NetworkOptions } from './wx/simulatedNetwork.ts'
import type { SimulatedStorage } from './wx/simulatedStorage.ts'
import type { UpdateOptions } from './wx/updateFamily.ts'
import type { MishapOptions, WxHost } from './wx/WxHost.ts'

export interface SimulatorOptions
  extends NetworkOptions,
    InteractionOptions,
    MediaOptions,
    PictureOptions,
    PrivacyOptions,
    PrefetchOptions,
    MishapOptions,
    SettingOptions,
    UpdateOptions,
    CanvasOptions,
    GivenOptions {
  /** The folder with app.json, as the uni CLI writes it. */
  packageDir: string
  /** exparserEngine() or glassEaselEngine(). */
  engine: Engine
  /** @default 'touristappid' */
  appId?: string
  /** @default 'develop' */
  envVersion?: WxHost['envVersion']
  /** @default 'zh_CN' */
  language?: WxHost['language']
  /** @default 'light' */
  theme?: WxHost['theme']
  /** The text size set in WeChat, in pixels. @default 16 */
  fontSize?: number
  /** @default 'android' */
  platform?: WxHost['platform']
  /** What WeChat's review says of a nickname; undefined: nothing, ever. @default all pass */
  answerNickname?: (nickname: string) => NicknameVerdict | undefined
  /**
   * What a person makes of a picker that was tapped: a value of its mode, or undefined, which closes it.
   * @default confirms what it stands on
   */
  answerPicker?: (picker: OpenPicker) => unknown
  /**
   * Where things are, by selector, for what a program asks about layout; without it only sizes in `style` are known.
   */
  layout?: DeclaredLayout
  /** What wx.login answers as code; without it wx.login fails. */
  login?: () => Promise<string>
  /** Pass the same one to a new simulator and the program was killed and started anew. @default an empty one */
  storage?: SimulatedStorage
  /** Where the program's time comes from. @default Node's timers */
  timers?: TimerSource
}

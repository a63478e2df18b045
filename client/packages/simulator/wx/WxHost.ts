// What the families of wx functions stand on: the program they serve and the world outside it.
import type { MiniProgramPackage } from '../program/miniProgramPackage.ts'
import type { SimulatedTimers } from '../realm/simulatedTimers.ts'
import type { SimulatedStorage } from './simulatedStorage.ts'

/** How a program came to the foreground: WeChat's launch and enter options. */
export interface EnterOptions {
  path: string
  query: Record<string, string>
  /** WeChat's scene number; 1001 is the list of recent programs. */
  scene: number
  referrerInfo: Record<string, unknown>
}

/**
 * What phones do now and then: they never call back, call back twice, fail with these words (`login:fail …`), or throw
 * them at once.
 */
export type Mishap = 'silent' | 'twice' | { fail: string; errno?: number } | { throws: string }

export interface MishapOptions {
  /** Asked at each call of a wx function that answers by callback or promise. @default none ever */
  mishap?: WxHost['mishap']
}

export interface WxHost {
  readonly appId: string
  readonly envVersion: 'develop' | 'trial' | 'release'
  readonly language: 'zh_CN' | 'en'
  readonly theme: 'light' | 'dark'
  /** WeChat's text size in pixels. */
  readonly fontSize: number
  readonly platform: 'android' | 'ios'
  readonly program: MiniProgramPackage
  readonly timers: SimulatedTimers
  readonly storage: SimulatedStorage
  readonly mishap?: ((api: string, options: Record<string, unknown>) => Mishap | undefined) | undefined
  launchOptions(): EnterOptions
  enterOptions(): EnterOptions
  /**
   * Calls a function of the program; what it throws is reported, not thrown. Anything but a function is passed over.
   */
  call(callback: unknown, ...args: unknown[]): unknown
  /** Notes an error of the program: the simulator's `errors`, App.onError and wx.onError. */
  report(error: unknown): void
  /** Writes a warning to the program's console. */
  warn(message: string): void
  /** Rebuilds a value in the program's realm; an object that hands itself on has to be the same there each time. */
  adopt(value: unknown): unknown
  /** An object of the realm with these fields; hears of every assignment to it. */
  watched(fields: Record<string, unknown>, hear: (name: string, value: unknown) => void): unknown
  /** An object of the realm any of whose fields is a function that does nothing, and so on. */
  quietObject(): unknown
}

/** One family: its functions by name, handed to the realm as they are. */
export type WxFamily = Record<string, (...args: unknown[]) => unknown>

// What of wx is not simulated says so once, with what to do; and whatever a test gives takes the place of anything
// here.
import { asyncApi } from './asyncApi.ts'
import { createListeners } from './listeners.ts'
import { ASYNC_NAMES, QUIET_EVENTS, SYNC_NAMES } from './notSimulatedNames.ts'
import { WxFailure } from './WxFailure.ts'
import { worklets } from './worklets.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

/** A function of wx as a test gives it; of one that answers by callback it gives the result, or throws the reason. */
export type GivenFunction = (...args: never[]) => unknown

export interface GivenOptions {
  /**
   * Functions of wx in place of the simulator's: `wx: { scanCode: () => ({ result: '42' }) }`. What a function of the
   * callback kind returns (a promise too) goes to `success`, the message of what it throws to `fail`. An object, such
   * as `cloud`, is taken as it is.
   */
  wx?: Record<string, GivenFunction | object> | undefined
}

export function notSimulated(host: WxHost): Record<string, unknown> {
  const told = new Set<string>()
  function tell(name: string): string {
    const words = `wx.${name} is not simulated: give it to openSimulator, as in wx: { ${name}: () => … }`
    if (!told.has(name)) host.warn(words)
    told.add(name)
    return words
  }
  return {
    ...byName(ASYNC_NAMES, (name) =>
      asyncApi(host, name, () => {
        throw new WxFailure(tell(name))
      }),
    ),
    // A manager or a context is an object all of whose methods do nothing, so that the program goes on.
    ...byName(SYNC_NAMES, (name) => () => {
      tell(name)
      return /^(create|get)/.test(name) && !name.endsWith('Sync') ? host.quietObject() : undefined
    }),
    cloud: cloudObject(host, tell),
    worklet: worklets(),
    router: { addRouteBuilder: () => undefined, removeRouteBuilder: () => undefined, getRouteContext: () => undefined },
    ...Object.fromEntries(
      QUIET_EVENTS.flatMap((name) => {
        const listeners = createListeners(host)
        return [
          [`on${name}`, listeners.add],
          [`off${name}`, listeners.remove],
        ]
      }),
    ),
  }
}

/** A plugin's code is WeChat's to fetch. */
export function pluginNamed(host: WxHost, name: string): unknown {
  host.warn(`The plugin ${name} is not simulated: every method of it does nothing`)
  return host.quietObject()
}

/** What a test gives, each with the calling convention of its name. */
export function givenFamily(host: WxHost, { wx = {} }: GivenOptions): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(wx).map(([name, given]) => {
      if (typeof given !== 'function') return [name, given]
      const call = (...args: unknown[]): unknown => Reflect.apply(given, undefined, args) as unknown
      return [
        name,
        isSynchronous(name)
          ? call
          : asyncApi(host, name, async (options) => {
              try {
                return await call(options)
              } catch (error) {
                throw new WxFailure(error instanceof Error ? error.message : String(error))
              }
            }),
      ]
    }),
  )
}

const AT_ONCE = new Set([
  'getSystemSetting',
  'getDeviceInfo',
  'getWindowInfo',
  'getAppBaseInfo',
  'getMenuButtonBoundingClientRect',
  'getPerformance',
  'getApiCategory',
  'getAppAuthorizeSetting',
  'canIUse',
  'nextTick',
  'request',
  'uploadFile',
  'downloadFile',
  'connectSocket',
  'arrayBufferToBase64',
  'base64ToArrayBuffer',
  ...SYNC_NAMES,
])

// The rest goes by WeChat's own habit of naming.
function isSynchronous(name: string): boolean {
  return AT_ONCE.has(name) || (/(Sync|Manager)$|^(on|off|create|report)[A-Z]/.test(name) && !ASYNC_NAMES.includes(name))
}

function byName(names: readonly string[], make: (name: string) => (...args: unknown[]) => unknown): WxFamily {
  return Object.fromEntries(names.map((name) => [name, make(name)]))
}

// wx.cloud can be set up; what asks the cloud is not simulated.
// https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/reference-sdk-api/
const ASKS = ['callFunction', 'uploadFile', 'downloadFile', 'getTempFileURL', 'deleteFile', 'callContainer']

/** @param tell notes the name once, and answers what to say */
function cloudObject(host: WxHost, tell: (name: string) => string): Record<string, unknown> {
  return {
    init: () => undefined,
    ...Object.fromEntries(
      ASKS.map((name) => [
        name,
        asyncApi(host, `cloud.${name}`, () => {
          throw new WxFailure(tell('cloud'))
        }),
      ]),
    ),
    database() {
      tell('cloud')
      return host.quietObject()
    },
  }
}

// The phone in the hand: clipboard, calls, vibration, screen, battery, keyboard.
// https://developers.weixin.qq.com/miniprogram/dev/api/device/clipboard/wx.setClipboardData.html
import { asyncApi } from './asyncApi.ts'
import type { ShownNotice } from './interactionFamily.ts'
import { MENU_BUTTON } from './phone.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const BATTERY = { level: 100, isCharging: false, isLowPowerModeEnabled: false }

export function deviceFamily(host: WxHost, shown: ShownNotice[]): WxFamily {
  let clipboard = ''
  let brightness = 0.5
  const quiet = (...names: string[]): WxFamily =>
    Object.fromEntries(names.map((name) => [name, asyncApi(host, name, () => undefined)]))
  return {
    ...quiet('vibrateLong', 'hideKeyboard', 'setKeepScreenOn', 'setVisualEffectOnCapture', 'setEnableDebug'),
    vibrateShort: asyncApi(host, 'vibrateShort', () => undefined),
    setClipboardData: asyncApi(host, 'setClipboardData', ({ data }) => {
      if (typeof data !== 'string') throw new WxFailure('parameter error: parameter.data should be String')
      clipboard = data
      // WeChat says so itself.
      shown.push({ kind: 'toast', title: '内容已复制', options: { icon: 'success' } })
      return { data }
    }),
    getClipboardData: asyncApi(host, 'getClipboardData', () => ({ data: clipboard })),
    makePhoneCall: asyncApi(host, 'makePhoneCall', ({ phoneNumber }) => {
      if (typeof phoneNumber !== 'string' || phoneNumber === '')
        throw new WxFailure('parameter error: parameter.phoneNumber should be String')
    }),
    setScreenBrightness: asyncApi(host, 'setScreenBrightness', ({ value }) => void (brightness = Number(value))),
    getScreenBrightness: asyncApi(host, 'getScreenBrightness', () => ({ value: brightness })),
    getBatteryInfo: asyncApi(host, 'getBatteryInfo', () => ({ ...BATTERY })),
    getBatteryInfoSync: () => ({ ...BATTERY }),
    getSelectedTextRange: asyncApi(host, 'getSelectedTextRange', () => ({ start: 0, end: 0 })),
    getMenuButtonBoundingClientRect: () => ({ ...MENU_BUTTON }),
    getRendererUserAgent: asyncApi(host, 'getRendererUserAgent', () => ({
      userAgent: `${host.platform} MicroMessenger/8.0.60 miniProgram`,
    })),
    getSkylineInfoSync: () => ({ isSupported: false, version: '', reason: 'client not supported' }),
    getSkylineInfo: asyncApi(host, 'getSkylineInfo', () => ({
      isSupported: false,
      version: '',
      reason: 'client not supported',
    })),
  }
}

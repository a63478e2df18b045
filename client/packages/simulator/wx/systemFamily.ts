// The phone: one plain model, the same for every test.
import { asyncApi } from './asyncApi.ts'
import { WINDOW } from './phone.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const DEVICE = {
  brand: 'simulator',
  model: 'simulator',
  benchmarkLevel: 30,
  abi: 'arm64-v8a',
  memorySize: 8192,
  cpuType: 'unknown',
}
const SYSTEM = { android: 'Android 14', ios: 'iOS 17.5' }

export function systemFamily(host: WxHost): WxFamily {
  const device = { ...DEVICE, platform: host.platform, system: SYSTEM[host.platform] }
  const base = {
    SDKVersion: '3.8.12',
    version: '8.0.60',
    enableDebug: false,
    fontSizeSetting: host.fontSize,
    fontSizeScaleFactor: host.fontSize / 16,
    language: host.language,
    theme: host.theme,
    host: { env: 'WeChat', appId: '', version: 0 },
  }
  const settings = { bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true, deviceOrientation: 'portrait' }
  const everything = () => ({ ...device, ...WINDOW, ...base, ...settings })
  return {
    getSystemInfoSync: everything,
    getSystemInfo: asyncApi(host, 'getSystemInfo', everything),
    getSystemInfoAsync: asyncApi(host, 'getSystemInfoAsync', everything),
    getDeviceInfo: () => ({ ...device }),
    getWindowInfo: () => ({ ...WINDOW }),
    getAppBaseInfo: () => ({ ...base }),
    getSystemSetting: () => ({ ...settings }),
    getLaunchOptionsSync: () => host.launchOptions(),
    getEnterOptionsSync: () => host.enterOptions(),
  }
}

// What a person has allowed the program, and who that person is as far as WeChat tells.
// https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html
import { asyncApi } from './asyncApi.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export interface SettingOptions {
  /** Whether the person allows a scope such as `scope.userLocation` when asked for the first time. @default allows */
  answerAuthorize?: ((scope: string) => boolean) | undefined
}

// Since 2022 every program gets the same person:
// https://developers.weixin.qq.com/community/develop/doc/00022c683e8a80b29bed2142b56c01
const NOBODY = {
  nickName: '微信用户',
  gender: 0,
  language: '',
  city: '',
  province: '',
  country: '',
  avatarUrl:
    'https://thirdwx.qlogo.cn/mmopen/vi_32/' +
    'POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132',
}

/** What the phone's own settings let WeChat do. */
const AUTHORIZED = {
  albumAuthorized: 'authorized',
  bluetoothAuthorized: 'authorized',
  cameraAuthorized: 'authorized',
  locationAuthorized: 'authorized',
  locationReducedAccuracy: false,
  microphoneAuthorized: 'authorized',
  notificationAuthorized: 'authorized',
  phoneCalendarAuthorized: 'authorized',
}

/** Where the phone lies: Beijing. */
const PLACE = {
  latitude: 39.90469,
  longitude: 116.40717,
  speed: -1,
  accuracy: 65,
  altitude: 0,
  verticalAccuracy: 65,
  horizontalAccuracy: 65,
}

export function settingFamily(host: WxHost, { answerAuthorize = () => true }: SettingOptions): WxFamily {
  const { wechat } = host.storage
  const authSetting = (): Record<string, boolean> => (wechat.authSetting ??= {})
  const setting = ({ withSubscriptions }: Record<string, unknown>): object => ({
    authSetting: { ...authSetting() },
    ...(withSubscriptions === true ? { subscriptionsSetting: { mainSwitch: true, itemSettings: {} } } : {}),
  })
  const permit = (scope: string): void => {
    const allowed = (authSetting()[scope] ??= answerAuthorize(scope))
    if (!allowed) throw new WxFailure('auth deny')
  }
  const locate = (scope: string) => (): object => {
    permit(scope)
    return { ...PLACE }
  }
  return {
    getLocation: asyncApi(host, 'getLocation', locate('scope.userLocation')),
    getFuzzyLocation: asyncApi(host, 'getFuzzyLocation', locate('scope.userFuzzyLocation')),
    getSetting: asyncApi(host, 'getSetting', setting),
    openSetting: asyncApi(host, 'openSetting', setting),
    authorize: asyncApi(host, 'authorize', ({ scope }) => permit(String(scope))),
    getUserInfo: asyncApi(host, 'getUserInfo', profile),
    getUserProfile: asyncApi(host, 'getUserProfile', (options) => {
      if (typeof options['desc'] !== 'string')
        throw new WxFailure('parameter error: parameter.desc should be String instead of Undefined;')
      return profile()
    }),
    getAppAuthorizeSetting: () => ({ ...AUTHORIZED }),
  }
}

function profile(): object {
  const nothing = { signature: '', encryptedData: '', iv: '', cloudID: '' }
  return { userInfo: { ...NOBODY }, rawData: JSON.stringify(NOBODY), ...nothing }
}

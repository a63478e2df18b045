// wx.cloud: it can be set up; what asks the cloud is not simulated.
// https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/reference-sdk-api/
import { asyncApi } from './asyncApi.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxHost } from './WxHost.ts'

const ASKS = ['callFunction', 'uploadFile', 'downloadFile', 'getTempFileURL', 'deleteFile', 'callContainer']

/** @param tell notes the name once, and answers what to say */
export function cloudObject(host: WxHost, tell: (name: string) => string): Record<string, unknown> {
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

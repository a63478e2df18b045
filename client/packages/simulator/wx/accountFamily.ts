// Who runs the program and who it is: login codes, app id and version.
import { asyncApi } from './asyncApi.ts'
import { WxFailure } from './WxFailure.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

/** @param login what WeChat answers as code; without it wx.login fails, since no code could be exchanged anyway */
export function accountFamily(
  host: WxHost,
  network: SimulatedNetwork,
  login: (() => Promise<string>) | undefined,
): WxFamily {
  let signedIn = false
  return {
    login: asyncApi(host, 'login', async () => {
      if (network.offline) throw new WxFailure('network error')
      if (login === undefined) throw new WxFailure('no login was given to the simulator')
      const code = await login()
      signedIn = true
      return { code }
    }),
    // Judges the session key of the last code, as WeChat does; before any code there is none.
    checkSession: asyncApi(host, 'checkSession', () => {
      if (!signedIn) throw new WxFailure('session time out, need relogin')
    }),
    getAccountInfoSync: () => ({
      miniProgram: {
        appId: host.appId,
        envVersion: host.envVersion,
        version: host.envVersion === 'release' ? '1.0.0' : '',
      },
    }),
  }
}

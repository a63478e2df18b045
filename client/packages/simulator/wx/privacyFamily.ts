// Consent before personal data is collected: WeChat's own pop-up, or the program's when it listens.
// https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
import { isRecord } from '../record.ts'
import { asyncApi } from './asyncApi.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export interface PrivacyOptions {
  /** The program has a privacy agreement this person has not agreed to yet. @default false */
  needPrivacyAuthorization?: boolean | undefined
  /** What the person taps on WeChat's own pop-up, shown when the program does not listen. @default agrees */
  answerPrivacy?: ((popUp: { referrer: string }) => boolean) | undefined
}

export interface Privacy {
  readonly family: WxFamily
  /** Resolves when the person has agreed; rejects with a WxFailure when not. */
  permit(referrer: string): Promise<void>
}

export function createPrivacy(host: WxHost, options: PrivacyOptions): Privacy {
  const { needPrivacyAuthorization = false, answerPrivacy = () => true } = options
  const { wechat } = host.storage
  let listener: unknown
  const isNeeded = (): boolean => needPrivacyAuthorization && wechat.privacyAgreed !== true

  function ask(referrer: string): Promise<boolean> {
    if (typeof listener !== 'function') return Promise.resolve(answerPrivacy({ referrer }))
    return new Promise((resolve) => {
      const settle = (answer: unknown): void => {
        // "exposureAuthorization" only reports that the program's pop-up is shown.
        const event = isRecord(answer) ? answer['event'] : undefined
        if (event === 'agree' || event === 'disagree') resolve(event === 'agree')
      }
      host.call(listener, settle, { referrer })
    })
  }

  async function permit(referrer: string): Promise<void> {
    if (!isNeeded()) return
    if (!(await ask(referrer))) throw new WxFailure('privacy permission is not authorized', 104)
    wechat.privacyAgreed = true
  }

  return {
    permit,
    family: {
      getPrivacySetting: asyncApi(host, 'getPrivacySetting', () => ({
        needAuthorization: isNeeded(),
        privacyContractName: '《小程序隐私保护指引》',
      })),
      requirePrivacyAuthorize: asyncApi(host, 'requirePrivacyAuthorize', () => permit('requirePrivacyAuthorize')),
      openPrivacyContract: asyncApi(host, 'openPrivacyContract', () => undefined),
      onNeedPrivacyAuthorization: (callback) => void (listener = callback),
    },
  }
}

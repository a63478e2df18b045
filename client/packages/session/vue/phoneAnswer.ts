/**
 * What WeChat's phone number button told: a proof for `user.bindPhone`, or why there is none.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html
 */
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { isUndeclared, undeclared } from './privacy.ts'

/** A code or, from clients before base library 2.21.2, the encrypted number. */
export type PhoneProof = { code: string } | { encryptedData: string; iv: string }

export type PhoneAnswer = { readonly proof: PhoneProof } | { readonly why: Sentence }

/** The first that fits counts: words say more than numbers, and a denied agreement speaks of permission, too. */
const reasons: readonly (readonly [(told: Told) => boolean, Sentence])[] = [
  [
    ({ errno }) => errno === 1400001,
    {
      zh: '手机号快速验证的额度已用完，请稍后再试；开发者可在小程序后台「付费管理」购买。',
      en: 'The quota of phone numbers is used up. Try later; developers buy more in the console under 付费管理.',
    },
  ],
  [isUndeclared, undeclared('手机号', 'phone number')],
  [
    ({ errno, words }) => errno === 104 || /deny|denied|cancel|拒绝|取消|privacy permission/.test(words),
    {
      zh: '您没有授权手机号。不绑定也能使用，需要时再点一次即可。',
      en: 'You did not share the phone number. All works without it; tap again whenever you like.',
    },
  ],
  [
    ({ words }) => /permission|没有权限|无权限|未授权/.test(words),
    {
      zh: '这个小程序不能获取手机号：微信只对已认证的非个人主体开放。不绑定也能使用。',
      en: 'This program may not ask for phone numbers: WeChat lets verified organisations alone. All works without.',
    },
  ],
]

const unknown: Sentence = {
  zh: '微信没有给出手机号，请稍后再试。',
  en: 'WeChat gave no phone number. Try again in a moment.',
}

interface Told {
  readonly code?: unknown
  readonly encryptedData?: unknown
  readonly iv?: unknown
  readonly errno?: unknown
  readonly errMsg?: unknown
  readonly words: string
}

/** @param detail of the button's `getphonenumber` event */
export function phoneAnswer(detail: unknown): PhoneAnswer {
  const given: { errMsg?: unknown } = typeof detail === 'object' && detail !== null ? detail : {}
  const told: Told = { ...given, words: String(given.errMsg ?? '').toLowerCase() }
  const { code, encryptedData, iv } = told
  if (typeof code === 'string' && code !== '') return { proof: { code } }
  if (typeof encryptedData === 'string' && typeof iv === 'string') return { proof: { encryptedData, iv } }
  const [, why = unknown] = reasons.find(([fits]) => fits(told)) ?? []
  return { why }
}

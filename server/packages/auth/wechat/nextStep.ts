/** What an operator can do when WeChat says no. */
import type { Sentence } from 'uni-trpc-protocol/sentences'
import type { WeChatError } from './WeChatError.ts'

const wrongSecret: Sentence = {
  zh: '请在微信公众平台「开发管理」核对或重置 AppSecret，并更新 WECHAT_APPS',
  en: 'compare or reset the AppSecret on mp.weixin.qq.com, Development, and correct WECHAT_APPS',
}
const wrongApp: Sentence = { zh: '请核对 WECHAT_APPS 中的 AppID', en: 'correct the app id in WECHAT_APPS' }

const noPermission: Sentence = {
  zh: '该小程序没有此接口的权限：请核对主体类型与认证，并在微信公众平台开通该能力',
  en: 'the app has no permission for this interface: check its owner’s verification and open it on mp.weixin.qq.com',
}

const banned: Sentence = {
  zh: '该账号或接口被封禁，请登录微信公众平台查看原因',
  en: 'the account or this interface is banned: mp.weixin.qq.com says why',
}
const waitsForAdmin: Sentence = {
  zh: '请让小程序管理员在微信中确认这次调用',
  en: 'let the app’s administrator confirm this call in WeChat',
}

/** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html */
const nextSteps: Readonly<Record<number, Sentence>> = {
  40001: wrongSecret,
  40125: wrongSecret,
  41004: wrongSecret,
  40013: wrongApp,
  41002: wrongApp,
  40243: {
    zh: 'AppSecret 已被冻结，请在微信公众平台「开发管理」解冻',
    en: 'the AppSecret is frozen: unfreeze it on mp.weixin.qq.com, Development',
  },
  48001: noPermission,
  50001: noPermission,
  61007: noPermission,
  48004: banned,
  50002: banned,
  89501: waitsForAdmin,
  89503: waitsForAdmin,
  40066: { zh: '接口路径有误，或微信模拟服务不支持该接口', en: 'the path is wrong, or the sandbox does not play it' },
  45009: { zh: '今日额度已用完，请明天再试', en: 'today’s quota is used up: try tomorrow' },
  45011: { zh: '调用过于频繁，请一分钟后再试', en: 'asked too often: try in a minute' },
}

/** What a person can do about it; begins in lower case. */
export function nextStep({ errcode, kind, detail }: Pick<WeChatError, 'errcode' | 'kind' | 'detail'>): Sentence {
  if (errcode === 40164) return allowListing(detail)
  const known = errcode === undefined ? undefined : nextSteps[errcode]
  if (known) return known
  if (kind === 'refused')
    return { zh: '请在微信开放文档查询该错误码', en: 'look this errcode up in WeChat’s documentation' }
  return { zh: '请检查网络、代理与 WECHAT_API_BASE', en: 'check network, proxy and WECHAT_API_BASE' }
}

/** WeChat's message names the address it saw: `invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist`. */
function allowListing(detail: string): Sentence {
  const [, address] = /invalid ip ([\da-f.:]+)/i.exec(detail) ?? []
  return {
    zh: `请在微信公众平台「开发管理」的 IP 白名单中加入 ${address ?? '本机的公网地址'}`,
    en: `add ${address ?? 'this machine’s public address'} to the IP allow-list on mp.weixin.qq.com, Development`,
  }
}

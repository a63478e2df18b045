/** What the mini program is built with: the API's addresses by the rule of the upload, and its app id. */
import { addressProblems, isAppId, placeholderAddress, tidyAddress } from 'uni-trpc-protocol'
import type { Sentence } from 'uni-trpc-protocol/sentences'
import { ill, well, type Finding } from './Finding.ts'

export interface ClientParts {
  /** `VITE_…`, as the upload reads them. */
  readonly clientVariables: Readonly<Record<string, string | undefined>>
  /** Those of WECHAT_APPS; null where they cannot be read. */
  readonly appIds: readonly string[] | null
}

export function examineClient({ clientVariables, appIds }: ClientParts): Finding[] {
  const { VITE_API_URL = '', VITE_API_URL_TRIAL = '', VITE_APP_ID = '' } = clientVariables
  return [
    ...examineAddress('VITE_API_URL', tidyAddress(VITE_API_URL) || placeholderAddress),
    ...(tidyAddress(VITE_API_URL_TRIAL) ? examineAddress('VITE_API_URL_TRIAL', tidyAddress(VITE_API_URL_TRIAL)) : []),
    examineAppId(VITE_APP_ID.trim(), appIds),
  ]
}

function examineAddress(name: 'VITE_API_URL' | 'VITE_API_URL_TRIAL', address: string): Finding[] {
  const next = {
    zh: '真机只接受已备案的 https 域名，请设置后重新构建',
    en: 'phones accept a filed https domain only: set it and build again',
  }
  const problems = addressProblems(name, address)
  if (problems.length > 0) return problems.map((problem) => ill(problem, next))
  const where = address.replace(/^https:\/\//i, '')
  if (name === 'VITE_API_URL') return [well(`接口地址可用于手机：${where}`, `The API address suits phones: ${where}`)]
  return [well(`体验版的接口地址可用于手机：${where}`, `The trial version’s API address suits phones: ${where}`)]
}

function examineAppId(appId: string, appIds: ClientParts['appIds']): Finding {
  const what = appIdProblem(appId, appIds)
  if (!what) return well(`小程序为 ${appId}`, `The mini program is ${appId}`)
  return ill(what, {
    zh: '请把微信公众平台「开发管理」中的 AppID 填入 VITE_APP_ID 与 WECHAT_APPS，然后重新构建',
    en: 'put the AppID of mp.weixin.qq.com, Development, into VITE_APP_ID and WECHAT_APPS, and build again',
  })
}

function appIdProblem(appId: string, appIds: ClientParts['appIds']): Sentence | null {
  if (!appId) return { zh: '未设置 VITE_APP_ID', en: 'VITE_APP_ID is not set' }
  if (!isAppId(appId))
    return {
      zh: 'VITE_APP_ID 不是 AppID（wx 加 16 位 0-9、a-f）',
      en: 'VITE_APP_ID is no app id: wx and sixteen of 0-9, a-f',
    }
  if (!appIds || appIds.includes(appId)) return null
  return { zh: `VITE_APP_ID ${appId} 不在 WECHAT_APPS 中`, en: `VITE_APP_ID ${appId} is none of WECHAT_APPS` }
}

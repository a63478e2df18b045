/**
 * Codes of `wx.login` and the session keys that they give.
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey
 */
import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { asText, refusalBody, asJson } from './answers.ts'
import { appOfToken } from './tokenPaths.ts'
import type { LoginClaim } from './codes.ts'
import type { SandboxState } from './state.ts'
import { tourist } from './tourist.ts'

interface Question {
  readonly appid?: string
  readonly secret?: string
  readonly js_code?: string
  readonly grant_type?: string
}

export function jscode2session(state: SandboxState): Hono {
  const { people, newRid } = state

  return new Hono().all('/sns/jscode2session', (c) => {
    // WeChat looks at the query of a GET only, so a POST lacks its first parameter.
    const claim = claimOf(c.req.method === 'GET' ? c.req.query() : {}, state)
    if (typeof claim === 'number') return asText(refusalBody(claim, newRid()))
    const openid = people.openIdOf(claim)
    return asText({ session_key: people.sessionKeyOf(openid), openid, unionid: people.unionIdOf(claim.user) })
  })
}

/** Who the code stands for, or an errcode. */
function claimOf(question: Question, { apps, loginCodes }: SandboxState): LoginClaim | number {
  const { appid: appId, secret, js_code: code, grant_type: grantType } = question
  if (!appId) return 41002
  if (!secret) return 41004
  if (!code) return 41008
  if (grantType !== 'authorization_code') return 40002
  if (!apps.has(appId)) return 40013
  if (apps.get(appId) !== secret) return 40125
  if (appId === tourist.appId && code === tourist.code) return tourist
  const spending = loginCodes.spend(code, (claim) => claim.appId === appId)
  if (spending.outcome === 'used') return 40163
  return spending.outcome === 'spent' ? spending.claim : 40029
}

export function checkSession(state: SandboxState): Hono {
  return new Hono().get('/wxa/checksession', (c) => {
    const errcode = judge(c.req.query(), state)
    return asJson(errcode === 0 ? { errcode, errmsg: 'ok' } : refusalBody(errcode, state.newRid()))
  })
}

function judge(question: Record<string, string>, state: SandboxState): number {
  const app = appOfToken(question['access_token'], state)
  if (typeof app === 'number') return app
  if (question['sig_method'] !== 'hmac_sha256') return 87008
  // The key is the session key as the text it is, not what its base64 stands for.
  const signed = (sessionKey: string) => createHmac('sha256', sessionKey).update('').digest('hex')
  const openId = question['openid'] ?? ''
  return state.people.isCurrent(openId, (sessionKey) => signed(sessionKey) === question['signature']) ? 0 : 87009
}

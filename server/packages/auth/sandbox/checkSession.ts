/** https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey */
import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { asJson, refusalBody } from './answers.ts'
import { appOfToken } from './appOfToken.ts'
import type { SandboxState } from './state.ts'

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

/**
 * The access token: how it is asked for, and whose a call carries.
 * https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html
 */
import { Hono } from 'hono'
import { z } from 'zod'
import type { AccessToken } from './issuedTokens.ts'
import { asJson, refusalBody } from './answers.ts'
import type { SandboxState } from './state.ts'

const questionSchema = z.object({
  grant_type: z.string().optional(),
  appid: z.string().optional(),
  secret: z.string().optional(),
  force_refresh: z.boolean().optional(),
})

export function stableToken(state: SandboxState): Hono {
  return new Hono().all('/cgi-bin/stable_token', async (c) => {
    const body: unknown = c.req.method === 'POST' ? await c.req.json().catch(() => null) : null
    const answer = c.req.method === 'POST' ? tokenFor(body, state) : 43002
    if (typeof answer === 'number') return asJson(refusalBody(answer, state.newRid()))
    return asJson({
      access_token: answer.token,
      expires_in: Math.floor((answer.expiresAt - state.now()) / 1000),
    })
  })
}

/** A token, or an errcode. */
function tokenFor(body: unknown, { apps, issuedTokens }: SandboxState): AccessToken | number {
  const question = questionSchema.safeParse(body)
  if (!question.success) return 47001
  const { appid: appId, secret, grant_type: grantType, force_refresh: force } = question.data
  if (grantType !== 'client_credential') return 40002
  if (!appId) return 41002
  if (!secret) return 41004
  if (!apps.has(appId)) return 40013
  if (apps.get(appId) !== secret) return 40125
  return force ? (issuedTokens.forced(appId) ?? 45009) : issuedTokens.current(appId)
}

/** The app id, or an errcode. */
export function appOfToken(token: string | undefined, { issuedTokens }: SandboxState): string | number {
  if (!token) return 41001
  const checked = issuedTokens.check(token)
  if (checked === 'unknown') return 40001
  return checked === 'expired' ? 42001 : checked.appId
}

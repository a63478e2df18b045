/** What the sandbox says of a path of WeChat's that it does not play. */
import { Hono } from 'hono'
import { asJson, refusalBody } from './answers.ts'
import { appOfToken } from './tokenPaths.ts'
import type { SandboxState } from './state.ts'

const invalidUrl = 40066

/** Stands last. Only what carries an access token was meant for WeChat. */
export function unknownPath(state: SandboxState): Hono {
  return new Hono().all('*', (c, next) => {
    const token = c.req.query('access_token')
    if (token === undefined) return next()
    const app = appOfToken(token, state)
    if (typeof app === 'number') return Promise.resolve(asJson(refusalBody(app, state.newRid())))
    const errmsg = `the sandbox does not play ${c.req.path}: order an answer at /faults, or ask WeChat itself`
    return Promise.resolve(asJson({ errcode: invalidUrl, errmsg: `${errmsg}, rid: ${state.newRid()}` }))
  })
}

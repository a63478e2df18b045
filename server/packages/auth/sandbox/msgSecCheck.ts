/** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html */
import { Hono } from 'hono'
import { z } from 'zod'
import { asJson, refusalBody } from './answers.ts'
import { appOfToken } from './tokenPaths.ts'
import type { SandboxState } from './state.ts'

/** What WeChat's own judges would find, by words that anybody can type: risky, and perhaps so. */
const riskyWord = '违禁词'
const doubtfulWord = '待审词'

const questionSchema = z.object({
  version: z.coerce.number(),
  scene: z.coerce.number(),
  openid: z.string().optional(),
  content: z.string(),
})

export function msgSecCheck(state: SandboxState): Hono {
  return new Hono().all('/wxa/msg_sec_check', async (c) => {
    const body: unknown = c.req.method === 'POST' ? await c.req.json().catch(() => null) : null
    const app = c.req.method === 'POST' ? appOfToken(c.req.query('access_token'), state) : 43302
    const result = typeof app === 'number' ? app : judge(body)
    if (typeof result === 'number') return asJson(refusalBody(result, state.newRid()))
    return asJson({ errcode: 0, errmsg: 'ok', trace_id: state.newRid(), result, detail: [] })
  })
}

/** What WeChat proposes, or an errcode. */
function judge(body: unknown): { suggest: string; label: number } | number {
  const question = questionSchema.safeParse(body)
  if (!question.success || question.data.version !== 2) return 47001
  const { content, scene, openid } = question.data
  if (!openid) return 40003
  if (![1, 2, 3, 4].includes(scene)) return 40129
  if (content === '') return 44002
  if ([...content].length > 2500) return 47001
  if (content.includes(riskyWord)) return { suggest: 'risky', label: 20006 }
  return content.includes(doubtfulWord) ? { suggest: 'review', label: 21000 } : { suggest: 'pass', label: 100 }
}

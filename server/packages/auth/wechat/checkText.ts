/** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html */
import { z } from 'zod'
import type { RequestWithToken } from './requestWithToken.ts'

export const textPath = '/wxa/msg_sec_check'

/** What the text is for, as WeChat parts it. */
const scenes = { profile: 1, comment: 2, forum: 3, journal: 4 } as const
export type TextScene = keyof typeof scenes

const longest = 2500

const schema = z.object({
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']), label: z.number().catch(0) }),
})

export interface CheckedText {
  readonly text: string
  readonly scene: TextScene
  /** Who wrote it; WeChat knows who opened the program within two hours. */
  readonly openId: string
}

/** `review`: WeChat is not sure, and proposes that a person looks. */
export interface TextVerdict {
  readonly suggest: 'pass' | 'review' | 'risky'
  /** Why: 100 for nothing, 10001 for advertising, 20001 for politics and so on. */
  readonly label: number
}

const good: TextVerdict = { suggest: 'pass', label: 100 }

/** Version 2. A longer text is asked for in parts, until one is not good. */
export function createCheckText(request: RequestWithToken) {
  return async (appId: string, { text, scene, openId }: CheckedText): Promise<TextVerdict> => {
    for (const content of partsOf(text)) {
      const { result } = await request(appId, {
        ...{ method: 'POST', path: textPath, query: {}, schema },
        body: { content, version: 2, scene: scenes[scene], openid: openId },
        secrets: [content, openId],
      })
      if (result.suggest !== 'pass') return result
    }
    return good
  }
}

function partsOf(text: string): string[] {
  const characters = [...text]
  const count = Math.ceil(characters.length / longest)
  return Array.from({ length: count }, (_, part) => characters.slice(part * longest, (part + 1) * longest).join(''))
}

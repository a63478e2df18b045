/** What no answer may be, whatever was asked. */
import { canaries } from '../../testing/startServer.ts'
import { insideOf } from '../inside.ts'
import { statusesIn, type Heard } from './wire.ts'

/** What WeChat is to blame for, or what waits: refusals, each with its reason. */
export const mayRefuse = /"reason":"(?:WECHAT_\w+|STORE_BUSY)"/

export function problemOf({ text, end }: Heard): string | null {
  if (end === 'hang') return 'no end of the answer'
  const [own] = statusesIn(text).filter((status) => status >= 500)
  if (own !== undefined && !mayRefuse.test(text)) return `answered ${own}`
  const told = insideOf(text)
  if (told !== null) return `told ${JSON.stringify(told)}`
  return canaries.some((canary) => text.includes(canary)) ? 'told a secret' : null
}

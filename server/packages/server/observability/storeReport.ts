/** The store's report as lines of the log. */
import type { Sentence } from 'uni-trpc-protocol/sentences'
import type { Log } from './log.ts'
import type { Outages } from './outages.ts'
import { problemOf } from '../database/errors.ts'
import type { StorePart, StoreReport } from '../database/report.ts'

const subjects: Readonly<Record<StorePart, Sentence>> = {
  database: { en: 'requests are refused for now', zh: '请求暂被拒绝' },
  notices: {
    en: 'what ends on other nodes is noticed within seconds, not at once',
    zh: '其他节点上结束的会话在数秒内而非立即被发现',
  },
}

export function createStoreReport(log: Log, outages: Outages): StoreReport {
  return {
    notice: ({ en, zh }) => log.warn({}, `${en} / ${zh}`),
    worked: outages.worked,
    failed(part, error) {
      const { what, next } = problemOf(error)
      const subject = subjects[part]
      const sentence = { en: `${subject.en}: ${what.en}. ${next.en}`, zh: `${subject.zh}：${what.zh}。${next.zh}` }
      outages.failed(part, { sentence, isMinor: part === 'notices' })
    },
  }
}

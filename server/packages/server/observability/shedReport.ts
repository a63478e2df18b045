/** What is told of calls that are refused because the node has more to do than it can: a count, and an outage. */
import type { ShedReason } from '../http/admission.ts'
import type { Metrics } from './metrics.ts'
import type { Failure, Outages } from './outages.ts'

const overloaded: Failure = {
  sentence: {
    en: 'more calls come than this node can answer in time, and those beyond are refused. Start another node, or give this one a faster machine',
    zh: '请求超出本节点能及时应答的量，超出部分被拒绝。请增加节点，或换用更快的机器',
  },
}

export interface ShedReport {
  refused(reason: ShedReason): void
  /** No call has been late for a while. */
  calm(): void
}

export function createShedReport(metrics: Pick<Metrics, 'shed'>, outages: Outages): ShedReport {
  return {
    refused(reason) {
      metrics.shed(reason)
      // Only lateness has an end that somebody sees.
      if (reason === 'late') outages.failed('load', overloaded)
    },
    calm: () => outages.worked('load'),
  }
}

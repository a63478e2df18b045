import type { History } from './runHistory.ts'

/** The figures of a run in one line. */
export function told({ requests, acknowledged, refusals, unanswered, problems, longestTurnMs }: History): string {
  return [
    `${requests} requests`,
    `${acknowledged} acknowledged`,
    ...[...refusals].map(([reason, count]) => `${count} ${reason}`),
    `${unanswered} cut off`,
    `${problems.length} lost or wrong`,
    `longest turn ${longestTurnMs.toFixed(0)} ms`,
  ].join(', ')
}

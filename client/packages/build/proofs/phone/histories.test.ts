import { describe, expect, it } from 'vitest'
import type { History } from './history.ts'
import { runHistories } from './runHistories.ts'
import { runHistory } from './runHistory.ts'
import { installVirtualTime } from './virtualTime.ts'

async function problemsOf(history: Partial<History>): Promise<string[]> {
  const time = installVirtualTime()
  try {
    return await runHistory({ start: 'ask', steps: [], network: [], logins: [], storage: [], ...history }, time)
  } finally {
    time.restore()
  }
}

describe('the link and the session', () => {
  it('C31, E52, E55: settle every call once and in time, and sign nobody out for a fault, through 400 lives of bad luck', async () => {
    expect(await runHistories({ count: 400, seed: 20_261_127 })).toBeNull()
  }, 60_000)

  it('C24: end a call in its time where the host never calls back', async () => {
    const call = { do: 'call', path: 'me', silent: true, abortMs: null } as const
    expect(await problemsOf({ steps: [call, call, call], network: [{ how: 'never told', delayMs: 0 }] })).toEqual([])
  })

  it('C31: sign in again after a sign-in whose answer was lost, with another code', async () => {
    const call = { do: 'call', path: 'me', silent: true, abortMs: null } as const
    const lost = { how: 'lost behind', delayMs: 10 } as const
    expect(
      await problemsOf({ start: 'launch', steps: [call, { do: 'wait', ms: 900 }, call], network: [lost, lost] }),
    ).toEqual([])
  })
})

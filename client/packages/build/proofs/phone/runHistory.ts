/** Lives one history through and tells what must not have been. */
import { createLivePhone, epoch } from './livePhone.ts'
import { createModelServer } from './modelServer.ts'
import type { History, Step } from './history.ts'
import type { VirtualTime } from './virtualTime.ts'

/**
 * Three tries of one call - as it is, with a new token, with one more code - each of sixty seconds and the host's five.
 */
const longestCallMs = 3 * 65_000 + 1000
/** WeChat carries so many requests at once. */
const mostRequests = 10

interface Call {
  readonly at: number
  settledAt: number | null
}

/** @returns sentences; none where all is as it must be */
export async function runHistory(history: History, time: VirtualTime): Promise<string[]> {
  const server = createModelServer(() => epoch + time.now())
  const phone = createLivePhone(history, { time, server })
  let client = phone.start()
  let calls: Call[] = []
  let isEnded = false
  let hasLeft = false
  let made = 0
  const problems: string[] = []

  const track = (promise: Promise<unknown>): void => {
    const call: Call = { at: time.now(), settledAt: null }
    calls.push(call)
    made++
    const settle = () => void (call.settledAt = time.now())
    promise.then(settle, settle)
  }
  const ask = ({ path, silent, abortMs }: Extract<Step, { do: 'call' }>): void => {
    const aborter = new AbortController()
    if (abortMs !== null) time.setTimeout(() => aborter.abort(), abortMs)
    const options = { signal: aborter.signal, context: { silent } }
    const { auth, user } = client.api
    if (path === 'check') return track(auth.check.query(undefined, options))
    track(path === 'me' ? user.me.query(undefined, options) : user.update.mutate({ nickname: 'A' }, options))
  }
  const signIn = async (): Promise<void> => {
    const before = client
    const answer = await before.api.auth.login.mutate({ code: server.newCode() })
    if (answer.token && before === client) hasLeft = false
  }
  const take = async (step: Step): Promise<void> => {
    if (step.do === 'call') ask(step)
    if (step.do === 'wait') await time.pass(step.ms)
    if (step.do === 'login') track(signIn())
    if (step.do === 'hide') phone.hide(step.isTold)
    if (step.do === 'clock') phone.offMs = step.offMs
    if (step.do === 'revoke') isEnded = true
    if (step.do === 'revoke' || step.do === 'replace') server.endAll(step.do === 'revoke' ? 'revoked' : 'replaced')
    if (step.do === 'logout') {
      hasLeft = true
      track(client.api.auth.logout.mutate({ scope: 'this' }))
    }
    if (step.do === 'restart') {
      // Of a program that is no more, nobody waits for anything.
      calls = []
      client = phone.start()
    }
  }

  for (const step of history.steps) await take(step)
  await time.pass(longestCallMs + 60_000)
  for (const { at, settledAt } of calls) {
    if (settledAt === null) problems.push(`a call of ${at} ms never settled`)
    else if (settledAt - at > longestCallMs) problems.push(`a call of ${at} ms settled after ${settledAt - at} ms`)
  }
  if (client.session.state === 'signed-out' && !hasLeft && !isEnded)
    problems.push('signed out, though nobody signed out and nobody ended the session')
  if (phone.mostAtOnce > mostRequests) problems.push(`${phone.mostAtOnce} requests at once`)
  if (phone.logins > 2 * made) problems.push(`${phone.logins} times wx.login for ${made} calls`)
  for (const code of server.codesUsedTwice()) problems.push(`${code} was sent twice`)

  // Now all works again: whoever is signed in is answered, and whoever is not can sign in.
  phone.isWell = true
  const last = settled(
    client.session.state === 'signed-in'
      ? client.api.user.me.query()
      : client.api.auth.login.mutate({ code: server.newCode() }),
  )
  await time.pass(longestCallMs)
  if (last.outcome !== 'answered' && !(isEnded && last.outcome === 'refused'))
    problems.push(`at the end a call was ${last.outcome}: ${last.why}`)
  return problems
}

/** Filled in once the promise has settled. */
function settled(promise: Promise<unknown>) {
  const told: { outcome: 'waiting' | 'answered' | 'refused'; why: string } = { outcome: 'waiting', why: '' }
  promise.then(
    () => void (told.outcome = 'answered'),
    (error: unknown) => Object.assign(told, { outcome: 'refused', why: String(error) }),
  )
  return told
}

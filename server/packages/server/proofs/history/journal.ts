/** People who use the server all the time, and write down what it acknowledged. */
import { z } from 'zod'
import { call, type CallOptions } from './call.ts'
import type { StandIn } from './openStandIn.ts'

/** What one person knows. Where a call was begun and not answered, both outcomes are right: it is left out. */
export interface Person {
  readonly name: string
  /** The newest of the session. */
  token: string
  readonly userId: string
  readonly notes: Set<string>
  /** The last three digits of a number that was bound. */
  phone: string | null
  /** 'unsure' once an end was begun. */
  standing: 'in' | 'unsure' | 'out'
  /** Tokens of sessions whose end was acknowledged. */
  readonly ended: string[]
}

export interface Journal {
  readonly people: Person[]
  requests: number
  acknowledged: number
  /** How often each reason was given, as it may be while something fails. */
  readonly refusals: Map<string, number>
  /** Cut off. */
  unanswered: number
  readonly wrong: string[]
}

export interface Life {
  /** Where the next call goes. */
  readonly origin: () => string
  readonly standIn: StandIn
  readonly isOver: () => boolean
}

const entered = z.object({
  token: z.string(),
  user: z.object({ id: z.string() }),
  session: z.object({ id: z.string() }),
})
const noted = z.object({ id: z.string() })

/** Right while a database or WeChat fails; a fault never is. */
const allowed = /^(STORE_BUSY|WECHAT_\w+)$/
/** While nobody answers, nobody asks as fast as he can. */
const pauseMs = 200

export const createJournal = (): Journal => ({
  people: [],
  requests: 0,
  acknowledged: 0,
  refusals: new Map(),
  unanswered: 0,
  wrong: [],
})

/**
 * Person after person, until it is over. @param seat such as 3: tells their names, numbers and addresses from the
 * others'
 */
export async function live(journal: Journal, life: Life, seat: number): Promise<void> {
  for (let round = 0; !life.isOver(); round++) {
    const address = `10.${seat}.${(round >> 8) & 255}.${round & 255}`
    const ask = (path: string, options: CallOptions) =>
      asked(journal, call(life.origin(), path, { ...options, address }))
    const signIn = async (name: string, token?: string) => {
      const answer = await ask('auth.login', { body: { code: await life.standIn.code(name) }, ...(token && { token }) })
      return answer && entered.parse(answer.data)
    }
    const name = `p${seat}x${round}`
    const first = await signIn(name)
    if (!first) continue
    const person: Person = {
      name,
      token: first.token,
      userId: first.user.id,
      notes: new Set(),
      phone: null,
      standing: 'in',
      ended: [],
    }
    journal.people.push(person)
    const digits = String(13_000_000_000 + seat * 10_000_000 + round)
    await write(person, ask, { code: await life.standIn.phoneCode(name, digits), digits })
    await endSome(person, round, { ask, signIn: (token) => signIn(name, token) })
  }
}

type Ask = (path: string, options: CallOptions) => Promise<{ data: unknown; renewed: string | null } | null>
type SignIn = (token?: string) => Promise<z.infer<typeof entered> | null>

async function write(person: Person, ask: Ask, phone: { code: string; digits: string }): Promise<void> {
  for (const text of ['one', 'two', 'three']) {
    const note = await ask('notes.add', { token: person.token, body: { text } })
    if (note?.renewed) person.token = note.renewed
    if (note) person.notes.add(noted.parse(note.data).id)
  }
  const bound = await ask('user.bindPhone', { token: person.token, body: { code: phone.code } })
  if (bound) person.phone = phone.digits.slice(-3)
}

/** Every third leaves, every third signs in anew on the same phone, every third ends the session of another phone. */
async function endSome(person: Person, round: number, { ask, signIn }: { ask: Ask; signIn: SignIn }): Promise<void> {
  const old = person.token
  if (round % 3 === 0) {
    person.standing = 'unsure'
    if (await ask('auth.logout', { token: old, body: { scope: 'this' } })) person.standing = 'out'
    return
  }
  if (round % 3 === 1) {
    person.standing = 'unsure'
    const again = await signIn(old)
    if (!again) return
    person.ended.push(old)
    person.token = again.token
    person.standing = 'in'
    return
  }
  const other = await signIn()
  if (other && (await ask('auth.revoke', { token: old, body: { id: other.session.id } })))
    person.ended.push(other.token)
}

/** Written down; null where it was refused or not answered. */
async function asked(journal: Journal, outcome: ReturnType<typeof call>) {
  journal.requests++
  const told = await outcome
  if (told.kind === 'answer') {
    journal.acknowledged++
    return told
  }
  if (told.kind === 'none') journal.unanswered++
  if (told.kind === 'nonsense') journal.wrong.push(`no answer of ours: ${told.text}`)
  if (told.kind === 'refusal') {
    journal.refusals.set(told.reason, (journal.refusals.get(told.reason) ?? 0) + 1)
    if (!allowed.test(told.reason)) journal.wrong.push(told.reason)
  }
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  return null
}

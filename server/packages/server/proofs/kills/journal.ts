/** People who use the server all the time and write down what it acknowledged; and what must be found afterwards. */
import { z } from 'zod'
import type { StandIn } from './openStandIn.ts'

/** What one person knows. Where a call was begun and not answered, both outcomes are right: it is left out. */
interface Person {
  readonly name: string
  readonly token: string
  readonly userId: string
  readonly notes: Set<string>
  /** The last three digits of a number that was bound. */
  phone: string | null
  /** 'unsure' once a sign-out was begun. */
  standing: 'in' | 'unsure' | 'out'
}

export interface Journal {
  readonly people: Person[]
  acknowledged: number
  unanswered: number
  readonly wrong: string[]
}

const answerShape = z.object({
  result: z.object({ data: z.unknown() }).optional(),
  error: z.object({ data: z.object({ reason: z.string().optional() }) }).optional(),
})
const entered = z.object({ token: z.string(), user: z.object({ id: z.string() }) })
const noted = z.object({ id: z.string() })
const listed = z.object({ notes: z.array(noted) })
const known = z.object({ id: z.string(), phone: z.string().nullable() })

export interface Life {
  /** Where the server is now; it moves. */
  readonly origin: () => string
  readonly standIn: StandIn
  readonly isOver: () => boolean
}

export const createJournal = (): Journal => ({ people: [], acknowledged: 0, unanswered: 0, wrong: [] })

/** Answered with data, refused with a reason, or not answered. */
async function call(
  origin: string,
  path: string,
  { body, token }: { readonly body?: unknown; readonly token?: string },
) {
  try {
    const response = await fetch(`${origin}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
    const { result, error } = answerShape.parse(await response.json())
    return error ? { reason: error.data.reason ?? `fault ${response.status}` } : { data: result?.data }
  } catch {
    return null
  }
}

/** Person after person, until it is over. @param seat such as 3: tells their names and numbers from the others' */
export async function live(journal: Journal, life: Life, seat: number): Promise<void> {
  for (let round = 0; !life.isOver(); round++) {
    const name = `p${seat}x${round}`
    const answer = await tried(
      journal,
      call(life.origin(), 'auth.login', { body: { code: await life.standIn.code(name) } }),
    )
    if (!answer) continue
    const { token, user } = entered.parse(answer.data)
    const person: Person = { name, token, userId: user.id, notes: new Set(), phone: null, standing: 'in' }
    journal.people.push(person)
    for (const text of ['one', 'two', 'three']) {
      const note = await tried(journal, call(life.origin(), 'notes.add', { token, body: { text } }))
      if (note) person.notes.add(noted.parse(note.data).id)
    }
    const digits = String(13_000_000_000 + seat * 10_000_000 + round)
    const bound = await tried(
      journal,
      call(life.origin(), 'user.bindPhone', { token, body: { code: await life.standIn.phoneCode(name, digits) } }),
    )
    if (bound) person.phone = digits.slice(-3)
    if (round % 3 > 0) continue
    person.standing = 'unsure'
    if (await tried(journal, call(life.origin(), 'auth.logout', { token, body: { scope: 'this' } })))
      person.standing = 'out'
  }
}

async function tried(journal: Journal, asked: ReturnType<typeof call>) {
  const answer = await asked
  if (answer && 'data' in answer) {
    journal.acknowledged++
    return answer
  }
  journal.unanswered++
  // A locked or closing database may refuse; a fault is never right.
  if (answer && !/^(STORE_BUSY|WECHAT_\w+)$/.test(answer.reason)) journal.wrong.push(answer.reason)
  // While the server starts again nobody asks as fast as he can.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return null
}

/** Asks about everything that was acknowledged; answers what is not as it was told. */
export async function lostOf({ people }: Journal, origin: string): Promise<string[]> {
  const lost: string[] = []
  for (const { name, token, userId, notes, phone, standing } of people) {
    const me = await call(origin, 'user.me', { token })
    const isOut = me !== null && 'reason' in me && me.reason === 'SESSION_ENDED'
    if (standing === 'out' && !isOut) lost.push(`${name} signed out and is in`)
    if (standing !== 'in') continue
    if (!me || !('data' in me)) {
      lost.push(`${name} is not signed in: ${JSON.stringify(me)}`)
      continue
    }
    const user = known.parse(me.data)
    if (user.id !== userId) lost.push(`${name} is another user`)
    if (phone !== null && !user.phone?.endsWith(phone)) lost.push(`${name} has lost the number`)
    const list = await call(origin, 'notes.list', { token, body: {} })
    const found = new Set(list && 'data' in list ? listed.parse(list.data).notes.map(({ id }) => id) : [])
    for (const id of notes) if (!found.has(id)) lost.push(`${name} has lost a note`)
  }
  return lost
}

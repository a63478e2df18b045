/** Asks about everything that was acknowledged. */
import { z } from 'zod'
import { call } from './call.ts'
import type { Journal, Person } from './journal.ts'

const listed = z.object({ notes: z.array(z.object({ id: z.string() })) })
const known = z.object({ id: z.string(), phone: z.string().nullable() })

/** A session that another one replaced is told as a token that expired: the person came back on the same phone. */
const endings = new Set(['SESSION_ENDED', 'TOKEN_EXPIRED'])

/** What is not as it was told, each in a sentence. */
export async function lostOf({ people }: Journal, origin: string): Promise<string[]> {
  const lost: string[] = []
  for (const person of people) {
    const { name, token, standing, ended } = person
    const out = standing === 'out' ? [...ended, token] : ended
    for (const dead of out) {
      const me = await call(origin, 'user.me', { token: dead })
      if (me.kind !== 'refusal' || !endings.has(me.reason))
        lost.push(`an ended session of ${name} is answered ${JSON.stringify(me)}`)
    }
    if (standing === 'in') lost.push(...(await missing(person, origin)))
  }
  return lost
}

async function missing({ name, token, userId, notes, phone }: Person, origin: string): Promise<string[]> {
  const me = await call(origin, 'user.me', { token })
  if (me.kind !== 'answer') return [`${name} is not signed in: ${JSON.stringify(me)}`]
  const user = known.parse(me.data)
  const list = await call(origin, 'notes.list', { token, body: {} })
  const found = new Set(list.kind === 'answer' ? listed.parse(list.data).notes.map(({ id }) => id) : [])
  return [
    ...(user.id === userId ? [] : [`${name} is another user`]),
    ...(phone === null || user.phone?.endsWith(phone) ? [] : [`${name} has lost the number`]),
    ...[...notes].filter((id) => !found.has(id)).map(() => `${name} has lost a note`),
  ]
}

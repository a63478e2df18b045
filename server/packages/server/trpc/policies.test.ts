/** Who may call what: one line a procedure, held against everybody who may not. */
import type { AnyTRPCProcedure } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createTokens } from 'uni-trpc-auth/testing'
import { secret } from '../testing/secrets.ts'
import { createWorld, lifetimes, type World } from '../testing/world.ts'

/**
 * Anybody: whoever asks. Signed in: whom a living token names. Leaver: the same, and whom an expired one names. Socket:
 * nobody over HTTP; who may by socket, socket.test.ts says.
 */
const policies: Readonly<Record<string, keyof typeof answers>> = {
  'auth.login': 'anybody',
  'auth.check': 'signed in',
  'auth.logout': 'leaver',
  'auth.sessions': 'signed in',
  'auth.revoke': 'signed in',
  'auth.prefetchToken': 'signed in',
  'auth.events': 'socket',
  'user.me': 'signed in',
  'user.update': 'signed in',
  'user.avatar': 'signed in',
  'user.bindPhone': 'signed in',
  'user.unbindPhone': 'signed in',
  'user.leave': 'signed in',
  'notes.list': 'signed in',
  'notes.add': 'signed in',
  'notes.edit': 'signed in',
  'notes.remove': 'signed in',
  'demo.story': 'anybody',
}

/** What names a thing of somebody: the same call by another person, and what it is answered. */
const strangers: Readonly<Record<string, (things: Things) => unknown>> = {
  'auth.revoke': ({ sessionId }) => ({ id: sessionId }),
  'notes.edit': ({ noteId }) => ({ id: noteId, text: 'theirs' }),
  'notes.remove': ({ noteId }) => ({ id: noteId }),
}

const refusals = {
  'no token': 'TOKEN_MISSING',
  'a broken token': 'TOKEN_INVALID',
  'a token signed by somebody else': 'TOKEN_INVALID',
  'a prefetch token': 'TOKEN_INVALID',
  'an expired token': 'TOKEN_EXPIRED',
  'a token of an ended session': 'SESSION_ENDED',
  'a token of a session that nobody began': 'SESSION_ENDED',
  'a token of a disabled person': 'USER_DISABLED',
}
type Standing = keyof typeof refusals
const standings = Object.keys(refusals) as Standing[]
const all = (reason: string | null) => Object.fromEntries(standings.map((standing) => [standing, reason]))
/** By policy and standing: the refusal, or null for none that has to do with who calls. */
const answers = {
  anybody: all(null),
  'signed in': refusals,
  leaver: { ...refusals, 'an expired token': null },
  socket: all('INPUT_INVALID'),
}

interface Things {
  readonly sessionId: string
  readonly noteId: string
}

let world: World
let tokens: Readonly<Record<Standing, string | null>>
beforeAll(async () => {
  world = await createWorld()
  tokens = await makeTokens()
})
afterAll(() => world.close())

const enter = async (person: string) => world.caller().auth.login({ code: await world.code(person) })

async function makeTokens(): Promise<typeof tokens> {
  const old = await enter('old')
  world.clock.time += lifetimes.token
  const alive = await enter('alive')
  const ended = await enter('ended')
  await world.store.endSessions(ended.user.id, { scope: 'all' })
  const disabled = await enter('disabled')
  await world.store.setDisabled(disabled.user.id, world.clock.time)
  const issuedAt = Math.floor(world.clock.time / 1000)
  const claims = { userId: alive.user.id, sessionId: alive.session.id, issuedAt, expiresAt: issuedAt + 7200 }
  const foreign = createTokens([{ id: 't1', key: new TextEncoder().encode(secret('foreign').slice(0, 32)) }])
  const own = createTokens(world.settings.tokenSecrets)
  const { prefetchToken } = await world.auth.prefetchToken(alive.session.id)
  return {
    'no token': null,
    'a broken token': `${alive.token.slice(0, -4)}AAAA`,
    'a token signed by somebody else': foreign.sign(claims),
    'a prefetch token': prefetchToken,
    'an expired token': old.token,
    'a token of an ended session': ended.token,
    'a token of a session that nobody began': own.sign({ ...claims, sessionId: 'nobody-began-this-one-00' }),
    'a token of a disabled person': disabled.token,
  }
}

async function ask(path: string, token: string | null, input: unknown = valid[path]): Promise<string | null> {
  const isForm = input instanceof FormData
  const response = await world.app.request(`/trpc/${path}`, {
    method: 'POST',
    headers: {
      ...(!isForm && { 'content-type': 'application/json' }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: isForm ? input : JSON.stringify(input),
  })
  // Of JSON and of a stream of events alike.
  return /"reason":"(\w+)"/.exec(await response.text())?.[1] ?? null
}

/** Where an input is judged before the caller is. */
const valid: Readonly<Record<string, unknown>> = { 'auth.logout': { scope: 'others' }, 'user.avatar': new FormData() }
const aboutTheCaller = new Set<string | null>(Object.values(refusals))

describe('F65: every procedure', () => {
  it('has a policy, and every policy its procedure', () => {
    expect(Object.keys(policies).sort()).toEqual([...world.api.procedures.keys()].sort())
  })

  const rows = Object.entries(policies).flatMap(([path, policy]) =>
    standings.map((standing) => [path, standing, answers[policy][standing]] as const),
  )
  it.each(rows)('%s, asked with %s, answers %s', async (path, standing, reason) => {
    const told = await ask(path, tokens[standing])
    if (reason === null) expect(aboutTheCaller).not.toContain(told)
    else expect(told).toBe(reason)
  })

  it('that takes the id of a thing is tried with somebody else’s', () => {
    const named = [...world.api.procedures].filter(([, procedure]) => takesId(procedure)).map(([path]) => path)
    expect(Object.keys(strangers).sort()).toEqual(named.sort())
  })

  it.each(Object.entries(strangers))('%s finds nothing where the id is somebody else’s', async (path, inputOf) => {
    const owner = await enter('owner')
    const { notes } = world.caller({ caller: await world.known(owner.token), bearer: owner.token })
    const note = await notes.add({ text: 'mine' })
    const stranger = await enter('stranger')
    expect(await ask(path, stranger.token, inputOf({ sessionId: owner.session.id, noteId: note.id }))).toBe('NOT_FOUND')
    expect((await notes.list({})).notes.filter(({ id }) => id === note.id)).toEqual([note])
    expect(await ask('user.me', owner.token)).toBeNull()
  })
})

function takesId({ _def }: AnyTRPCProcedure): boolean {
  const inputs: readonly unknown[] = 'inputs' in _def && Array.isArray(_def.inputs) ? _def.inputs : []
  const names = inputs
    .filter((input) => input instanceof z.ZodType)
    .flatMap((input) => namesIn(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })))
  return names.some((name) => name === 'id' || (name.endsWith('Id') && name !== 'appId'))
}

/** Of every field, however deep. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : []
  return [...own, ...Object.values(schema).flatMap(namesIn)]
}

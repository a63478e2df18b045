import { createServer, type Server } from 'node:http'
import { createWSClient, createTRPCClient, wsLink } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { WebSocket } from 'ws'
import { createSessionWatch, type SessionWatch, type WhyEnded } from 'uni-trpc-auth'
import { openStore, type Store } from '../store/store.ts'
import { createSeal } from '../store/seal.ts'
import { testSecrets } from '../testing/secrets.ts'
import { createWorld, lifetimes, nowhere, type World } from '../testing/world.ts'
import type { ErrorEvent } from './handler.ts'
import type { AppRouter } from '../../../procedures/router.ts'
import { openSocket, type OpenSocket } from './socket.ts'

let world: World
let server: Server
let socket: OpenSocket
let watch: SessionWatch
let origin: string
/** What another node would end sessions with. */
let elsewhere: Store
let questions: string[][]
let reread: () => void
let events: ErrorEvent[]
const clients: WebSocket[] = []

beforeEach(async () => {
  world = await createWorld()
  elsewhere = await openStore({
    url: `file:${world.databaseFile}`,
    seal: createSeal(testSecrets.data),
    now: () => world.clock.time,
  })
  questions = []
  events = []
  await open()
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate()
  watch.stop()
  server.close()
  await elsewhere.close()
  await world.close()
})

async function open(options: { namelessMs?: number } = {}): Promise<void> {
  const { store } = world
  const counted = {
    onSessionEnded: store.onSessionEnded,
    findSessions: (ids: readonly string[]) => {
      questions.push([...ids])
      return store.findSessions(ids)
    },
  }
  const repeat = (work: () => void) => {
    reread = work
    return () => {}
  }
  watch = createSessionWatch({ store: counted, lifetimes, now: () => world.clock.time, onError: () => {}, repeat })
  server = createServer((_request, response) => response.end('http'))
  socket = openSocket(server, { ...partsOf(world), watch, ...options })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

let ids = 0
const partsOf = ({ api, services }: World) => ({
  api,
  services: services.forProcedures,
  newId: () => `request ${++ids}`,
  onError: (event: ErrorEvent) => void events.push(event),
})

async function signedIn(person = 'alice') {
  return world.caller().auth.login({ code: await world.code(person) })
}

/** A raw client: what it says and hears. */
function connect({ token, params, path = '/trpc' }: { token?: string; params?: object; path?: string }) {
  const url = `ws://${origin}${path}${params ? '?connectionParams=1' : ''}`
  const client = new WebSocket(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })
  clients.push(client)
  const heard: unknown[] = []
  const state = { refusedWith: 0 }
  client.on('message', (data) => {
    const text = String(data)
    heard.push(text === 'PONG' ? text : JSON.parse(text))
  })
  client.on('error', () => {})
  client.on('unexpected-response', (_request, response) => {
    state.refusedWith = response.statusCode ?? 0
    client.terminate()
  })
  const closed = new Promise<number>((resolve) => client.on('close', resolve))
  const opened = new Promise<void>((resolve) =>
    client.on('open', () => {
      if (params) client.send(JSON.stringify({ method: 'connectionParams', data: params }))
      resolve()
    }),
  )
  return {
    client,
    heard,
    state,
    opened,
    closed,
    say: (message: object | string) => client.send(typeof message === 'string' ? message : JSON.stringify(message)),
  }
}

type Raw = ReturnType<typeof connect>
const events1 = { id: 1, method: 'subscription', params: { path: 'auth.events' } }
const started = { id: 1, result: { type: 'started' } }

/** A client whose `auth.events` is under way. */
async function listening(token: string): Promise<Raw> {
  const raw = connect({ token })
  await raw.opened
  raw.say(events1)
  await until(() => raw.heard.length === 1)
  expect(raw.heard).toEqual([started])
  return raw
}

/** For the server hears of a close a moment later than the client. */
async function eventuallyListening(token: string): Promise<void> {
  for (;;) {
    const raw = connect({ token })
    const isOpen = await Promise.race([raw.opened.then(() => true), raw.closed.then(() => false)])
    if (!isOpen) continue
    raw.say(events1)
    await until(() => raw.heard.length === 1)
    if (JSON.stringify(raw.heard[0]) === JSON.stringify(started)) return
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}

const refusal = (id: number | null, path: string | undefined, data: object) => ({
  id,
  error: {
    message: expect.any(String) as string,
    code: expect.any(Number) as number,
    data: { ...data, ...(path && { path }) },
  },
})

describe('who a connection is', () => {
  it('is named by a token in the upgrade’s authorization', async () => {
    const { token } = await signedIn()
    await listening(token)
  })

  it('is named by a token among the connection params', async () => {
    const { token } = await signedIn()
    const raw = connect({ params: { token } })
    await raw.opened
    raw.say(events1)
    await until(() => raw.heard.length === 1)
    expect(raw.heard).toEqual([started])
  })

  it('is never named by a code, which stays unspent', async () => {
    const code = await world.code()
    const raw = connect({ params: { code, token: '' } })
    expect(await raw.closed).toBe(1005)
    expect(raw.heard).toEqual([
      refusal(null, undefined, { code: 'UNAUTHORIZED', httpStatus: 401, reason: 'TOKEN_MISSING', reasonCode: 10119 }),
    ])
    expect((await world.caller().auth.login({ code })).token).toBeTruthy()
  })

  it.each(['TOKEN_INVALID', 'TOKEN_EXPIRED', 'SESSION_ENDED'])('is told why not, and closed: %s', async (reason) => {
    const { token } = await signedIn()
    if (reason === 'TOKEN_EXPIRED') world.clock.time += lifetimes.token
    if (reason === 'SESSION_ENDED') await world.auth.signOut(token, 'this', nowhere)
    const raw = connect({ token: reason === 'TOKEN_INVALID' ? `${token}x` : token })
    expect(await raw.closed).toBe(1005)
    expect(raw.heard).toMatchObject([{ id: null, error: { data: { code: 'UNAUTHORIZED', reason } } }])
    expect(events).toMatchObject([{ reason }])
  })

  it('must be said in time', async () => {
    watch.stop()
    server.close()
    await open({ namelessMs: 5 })
    const raw = connect({ path: '/trpc?connectionParams=1' })
    expect(await raw.closed).toBe(4408)
  })
})

describe('what goes over it', () => {
  it.each(['query user.me', 'query auth.check', 'mutation auth.logout', 'mutation auth.login'])(
    'is not a %s',
    async (call) => {
      const [method, path = ''] = call.split(' ')
      const raw = await listening((await signedIn()).token)
      raw.say({ id: 2, method, params: { path, input: { scope: 'all', code: 'x' } } })
      await until(() => raw.heard.length === 2)
      expect(raw.heard[1]).toEqual(
        refusal(2, path, { code: 'METHOD_NOT_SUPPORTED', httpStatus: 405, reason: 'INPUT_INVALID', reasonCode: 10400 }),
      )
    },
  )

  it('is a subscription that is there; another is NOT_FOUND, and the connection goes on', async () => {
    const raw = await listening((await signedIn()).token)
    raw.say({ id: 2, method: 'subscription', params: { path: 'auth.nothing' } })
    await until(() => raw.heard.length === 2)
    expect(raw.heard[1]).toMatchObject({ id: 2, error: { data: { code: 'NOT_FOUND', reason: 'NOT_FOUND' } } })
    raw.say('PING')
    await until(() => raw.heard.includes('PONG'))
  })

  it('goes over nothing else: a subscription by HTTP is METHOD_NOT_SUPPORTED', async () => {
    const { token } = await signedIn()
    const response = await world.app.request('/trpc/auth.events', {
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    })
    expect(await response.text()).toContain('METHOD_NOT_SUPPORTED')
  })

  it('is answered by the row of the session: its end elsewhere holds at the next operation', async () => {
    const { token, user } = await signedIn()
    const raw = await listening(token)
    await elsewhere.endSessions(user.id, { scope: 'all' })
    raw.say({ ...events1, id: 2 })
    await until(() => raw.heard.length === 2)
    expect(raw.heard[1]).toMatchObject({ id: 2, error: { data: { code: 'UNAUTHORIZED', reason: 'SESSION_ENDED' } } })
  })

  it('goes on when the token has aged, for the session was named when it was good', async () => {
    const raw = await listening((await signedIn()).token)
    world.clock.time += lifetimes.token * 2
    raw.say({ ...events1, id: 2 })
    await until(() => raw.heard.length === 2)
    expect(raw.heard[1]).toEqual({ id: 2, result: { type: 'started' } })
  })
})

describe('auth.events', () => {
  const endedBy = (reason: WhyEnded) => [
    started,
    { id: 1, result: { type: 'data', data: { type: 'ended', reason } } },
    { id: 1, result: { type: 'stopped' } },
  ]

  it('tells at once what ended the session on this node, and the connection is closed', async () => {
    const { token } = await signedIn()
    const raw = await listening(token)
    await world.auth.signOut(token, 'this', nowhere)
    expect(await raw.closed).toBe(4401)
    expect(raw.heard).toEqual(endedBy('signed-out'))
  })

  it('tells by the next reading what ended it on another node: one question for all connections', async () => {
    const people = await Promise.all(['alice', 'bob', 'carol'].map(signedIn))
    const raws = await Promise.all(people.map(({ token }) => listening(token)))
    const [alice, bob] = people
    if (!alice || !bob) throw new Error('nobody signed in')
    await elsewhere.endSessions(alice.user.id, { scope: 'all' }, 'revoked')
    await elsewhere.setDisabled(bob.user.id, world.clock.time)
    reread()
    expect(await raws[0]?.closed).toBe(4401)
    expect(await raws[1]?.closed).toBe(4401)
    expect(raws.map(({ heard }) => heard)).toEqual([endedBy('revoked'), endedBy('disabled'), [started]])
    expect(questions).toHaveLength(1)
    expect(questions[0]?.toSorted()).toEqual(people.map(({ session }) => session.id).toSorted())
    reread()
    expect(questions[1]).toEqual([people[2]?.session.id])
  })

  it('tells of a session that came of age', async () => {
    const raw = await listening((await signedIn()).token)
    world.clock.time += lifetimes.idle
    reread()
    expect(await raw.closed).toBe(4401)
    expect(raw.heard).toEqual(endedBy('expired'))
  })

  it('asks the store nothing while nobody is connected, and forgets who left', async () => {
    const raw = await listening((await signedIn()).token)
    raw.say({ id: 1, method: 'subscription.stop' })
    await until(() => raw.heard.length === 2)
    expect(raw.heard[1]).toEqual({ id: 1, result: { type: 'stopped' } })
    raw.client.close()
    await raw.closed
    await until(() => {
      questions.length = 0
      reread()
      return questions.length === 0
    })
  })

  it('is typed for the client that tRPC makes', async () => {
    const { token } = await signedIn()
    const client = createWSClient({
      url: `ws://${origin}/trpc`,
      connectionParams: { token },
      // The standard's and ws's differ in members that nobody here uses.
      WebSocket: WebSocket as unknown as NonNullable<Parameters<typeof createWSClient>[0]['WebSocket']>,
    })
    const api = createTRPCClient<AppRouter>({ links: [wsLink({ client })] })
    const told = await new Promise((resolve, reject) => {
      api.auth.events.subscribe(undefined, {
        onData(event) {
          expectTypeOf(event).not.toBeAny()
          expectTypeOf(event).toEqualTypeOf<{ type: 'ended'; reason: WhyEnded }>()
          resolve(event)
        },
        onError: reject,
        onStarted: () => void world.auth.signOut(token, 'this', nowhere),
      })
    })
    expect(told).toEqual({ type: 'ended', reason: 'signed-out' })
    await client.close()
  })
})

describe('limits', () => {
  it('F57: a message of more than 64 KiB closes the connection, and is the client’s doing', async () => {
    const raw = await listening((await signedIn()).token)
    raw.say({ ...events1, id: 2, params: { path: 'auth.events', input: 'x'.repeat(64 * 1024) } })
    expect(await raw.closed).toBe(1009)
    expect(events).toMatchObject([{ reason: 'INPUT_INVALID' }])
  })

  it('a session has five connections; one that closes makes room', async () => {
    const { token } = await signedIn()
    const raws = await Promise.all(Array.from({ length: 5 }, () => listening(token)))
    const sixth = connect({ token })
    await sixth.closed
    expect(sixth.heard).toMatchObject([
      { id: null, error: { data: { code: 'TOO_MANY_REQUESTS', reason: 'RATE_LIMITED' } } },
    ])
    raws[0]?.client.close()
    await eventuallyListening(token)
    await listening((await signedIn('bob')).token)
  })

  it('an address has fifty that have not named a session; those that have are free', async () => {
    const { token } = await signedIn()
    await listening(token)
    const nameless = Array.from({ length: 50 }, () => connect({ path: '/trpc?connectionParams=1' }))
    await Promise.all(nameless.map(({ opened }) => opened))
    const refused = connect({ token })
    await refused.closed
    expect(refused.state.refusedWith).toBe(429)
    nameless[0]?.client.close()
    await eventuallyListening(token)
  })

  it('a connection takes a thousand messages, PING and PONG aside', async () => {
    const raw = await listening((await signedIn()).token)
    for (let times = 0; times < 1100; times++) raw.say('PING')
    for (let times = 0; times < 999; times++) raw.say({ id: 1, method: 'subscription.stop' })
    raw.say('PING')
    await until(() => raw.heard.filter((message) => message === 'PONG').length === 1101)
    raw.say({ id: 1, method: 'subscription.stop' })
    expect(await raw.closed).toBe(1008)
  })

  it('F56: what is no message, or a batch of more than twenty, is refused in tRPC’s shape', async () => {
    const raw = await listening((await signedIn()).token)
    raw.say('not JSON')
    await until(() => raw.heard.length === 2)
    expect(raw.heard[1]).toMatchObject({ id: null, error: { data: { code: 'PARSE_ERROR' } } })
    raw.say(Array.from({ length: 21 }, (_, index) => ({ ...events1, id: index + 2 })))
    await until(() => raw.heard.length === 23)
    expect(raw.heard[22]).toMatchObject({ id: 22, error: { data: { code: 'BAD_REQUEST' } } })
  })
})

describe('the server around it', () => {
  it('refuses upgrades of other paths, and answers HTTP as before', async () => {
    const raw = connect({ path: '/trpcx' })
    await raw.closed
    expect(raw.state.refusedWith).toBe(404)
    expect(await (await fetch(`http://${origin}/`)).text()).toBe('http')
  })

  it('asks clients to connect elsewhere before it closes them, and takes no more', async () => {
    const raw = await listening((await signedIn()).token)
    const closing = socket.close()
    await until(() => raw.heard.length === 2)
    expect(raw.heard[1]).toEqual({ id: null, method: 'reconnect' })
    const late = connect({})
    await late.closed
    expect(late.state.refusedWith).toBe(503)
    expect(await raw.closed).toBe(1012)
    await closing
  })
})

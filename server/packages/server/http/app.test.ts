import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, lifetimes, type World } from '../testing/world.ts'

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

type Init = { headers?: Record<string, string>; body?: unknown; method?: string }

/** One call as a phone sends it: by POST, JSON. */
function post(path: string, { headers = {}, body, method = 'POST' }: Init = {}) {
  return world.app.request(`/trpc/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** What an answer says, whatever its shape. */
interface Answer {
  result: { data: { token: string; user: { id: string }; session: { id: string } } & Record<string, unknown> }
  error: {
    message: string
    code: number
    data: { code: string; httpStatus: number; reason?: string; reasonCode?: number; requestId?: string; path?: string }
  }
}
async function json<T = Answer>(response: Response): Promise<T> {
  const body: T = JSON.parse(await response.text())
  return body
}

async function signIn(person = 'alice') {
  return (await json(await post('auth.login', { body: { code: await world.code(person) } }))).result.data
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const isSpent = async (code: string) => {
  const answer = await post('auth.login', { body: { code } })
  return (await json(answer)).error?.data.reason === 'CODE_USED'
}

describe('the main job over HTTP', () => {
  it('signs in and checks', async () => {
    const login = await post('auth.login', { body: { code: await world.code() } })
    expect(login.status).toBe(200)
    expect(login.headers.get('cache-control')).toBe('no-store')
    const { token, user } = (await json(login)).result.data
    const check = await post('auth.check', { headers: bearer(token) })
    expect((await json(check)).result.data.user).toEqual(user)
  })

  it('says 10119 without a token and 10200 with an old one, in tRPC’s shape', async () => {
    const missing = await post('auth.check')
    expect(missing.status).toBe(401)
    expect(await json(missing)).toEqual({
      error: {
        message: 'You are not signed in. Sign in first.',
        code: -32001,
        data: { code: 'UNAUTHORIZED', httpStatus: 401, path: 'auth.check', reason: 'TOKEN_MISSING', reasonCode: 10119 },
      },
    })
    const { token } = await signIn()
    world.clock.time += lifetimes.token
    const expired = await json(await post('auth.check', { headers: bearer(token) }))
    expect(expired.error.data).toMatchObject({ reason: 'TOKEN_EXPIRED', reasonCode: 10200 })
  })

  it('keeps what a phone says of itself, and no more of its address than helps its owner', async () => {
    const userAgent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit MicroMessenger/8.0'
    const answer = await json(
      await post('auth.login', { body: { code: await world.code() }, headers: { 'user-agent': userAgent } }),
    )
    expect(answer.result.data.session).toMatchObject({ device: 'iPhone; CPU iPhone OS 16_0 like Mac OS X' })
  })
})

describe('a code that rides along', () => {
  it('signs in before the procedure runs; the token comes home in a header', async () => {
    const response = await post('user.me', { headers: { 'x-login-code': await world.code() } })
    const token = response.headers.get('x-session-token') ?? ''
    expect((await json(response)).result.data).toHaveProperty('id')
    expect((await post('user.me', { headers: bearer(token) })).status).toBe(200)
  })

  it('serves a whole batch, also one that streams', async () => {
    const batch = (headers: Record<string, string>) => post('user.me,auth.check?batch=1', { headers, body: {} })
    const plain = await batch({ 'x-login-code': await world.code() })
    expect(plain.status).toBe(200)
    expect(await json<unknown[]>(plain)).toHaveLength(2)
    const stream = await batch({ 'x-login-code': await world.code(), 'trpc-accept': 'application/jsonl' })
    expect(stream.headers.get('x-session-token')).toBeTruthy()
    expect(await stream.text()).toContain('"createdAt"')
  })

  it('binds the number that an old phone encrypted before the silent sign-in on the way replaced the session key', async () => {
    const { token } = await signIn()
    world.clock.time += lifetimes.token
    const body = await world.encryptedPhone('alice', '13800138000')
    const headers = { ...bearer(token), 'x-login-code': await world.code() }
    const first = await post('user.bindPhone', { headers, body })
    expect((await json(first)).result.data).toMatchObject({ phone: '138****8000' })
    expect(first.headers.get('x-session-token')).toBeTruthy()
  })

  it('stays unspent beside a valid token', async () => {
    const { token } = await signIn()
    const code = await world.code()
    const response = await post('user.me', { headers: { ...bearer(token), 'x-login-code': code } })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-session-token')).toBeNull()
    expect(await isSpent(code)).toBe(false)
  })

  it('cures an expired and a broken token, but not a session that was ended', async () => {
    const { token, user } = await signIn()
    world.clock.time += lifetimes.token
    const ride = async (authorization: string) =>
      post('user.me', { headers: { authorization, 'x-login-code': await world.code() } })
    const cured = await ride(`Bearer ${token}`)
    expect(cured.status).toBe(200)
    expect(await world.store.listSessions(user.id)).toHaveLength(1)
    expect((await ride('Bearer a.b.c')).status).toBe(200)
    await world.store.endSessions(user.id, { scope: 'all' }, 'revoked')
    const code = await world.code()
    const latest = cured.headers.get('x-session-token') ?? ''
    const ended = await post('user.me', { headers: { ...bearer(latest), 'x-login-code': code } })
    expect((await json(ended)).error.data.reason).toBe('SESSION_ENDED')
    expect(await isSpent(code)).toBe(false)
  })

  it('fails only what needs a user', async () => {
    const { token } = await signIn()
    const response = await post('auth.check,user.me?batch=1', {
      headers: { 'x-login-code': 'x'.repeat(32) },
      body: { 0: { token } },
    })
    const [check, me] = await json<Answer[]>(response)
    expect(response.status).toBe(207)
    expect(check?.result.data.user).toBeTruthy()
    expect(me?.error.data.reason).toBe('CODE_INVALID')
  })

  it.each<[string, string, Init]>([
    ['an unknown procedure', 'user.you', {}],
    ['one unknown procedure in a batch', 'user.me,user.you?batch=1', { body: {} }],
    ['a query and a mutation mixed', 'user.me,auth.login?batch=1', { body: {} }],
    ['a mutation by GET', 'auth.login', { method: 'GET' }],
    ['malformed JSON', 'auth.check', { body: '{"token":' }],
    ['a wrong content type', 'auth.check', { headers: { 'content-type': 'text/plain' }, body: 'x' }],
    ['a body over the limit', 'auth.check', { body: { token: 'x'.repeat(70_000) } }],
    ['a batch over 20', `${Array.from({ length: 21 }, () => 'user.me').join(',')}?batch=1`, { body: {} }],
    ['another method', 'user.me', { method: 'DELETE' }],
  ])('stays unspent on %s, which is a 4xx with a reason in tRPC’s shape', async (_what, path, init) => {
    const code = await world.code()
    const response = await post(path, { ...init, headers: { 'x-login-code': code, ...init.headers } })
    expect(response.status === 207 || (response.status >= 400 && response.status < 500)).toBe(true)
    const errors = [await json<Answer | Answer[]>(response)].flat().filter(({ error }) => error)
    expect(errors.length).toBeGreaterThan(0)
    for (const { error } of errors) {
      expect(error.data.httpStatus).toBeLessThan(500)
      expect(error.data.reason).toMatch(/^(INPUT_INVALID|NOT_FOUND|TOKEN_MISSING)$/)
      expect(JSON.stringify(error)).not.toMatch(/stack|SELECT|node_modules|at \w+ \(/)
    }
    expect(await isSpent(code)).toBe(false)
  })
})

describe('bad input', () => {
  it('A11: refuses a token in a URL', async () => {
    const { token } = await signIn()
    const input = encodeURIComponent(JSON.stringify({ token }))
    const inInput = await world.app.request(`/trpc/auth.check?input=${input}`)
    expect([inInput.status, (await json(inInput)).error.data.reason]).toEqual([400, 'INPUT_INVALID'])
    const asParameter = await world.app.request(`/trpc/user.me?token=${token}`)
    expect((await json(asParameter)).error.data.reason).toBe('TOKEN_MISSING')
  })

  it.each([[''], [5], [null], [['a']], [{ $ne: 1 }]])(
    'refuses the code %j and says which field is wrong',
    async (code) => {
      const response = await post('auth.login', { body: { code } })
      const { error } = await json(response)
      expect([response.status, error.data.reason]).toEqual([400, 'INPUT_INVALID'])
      expect(error.message).toContain('code: ')
    },
  )

  it('F58: cannot be talked into polluting a prototype', async () => {
    await post('auth.login', { body: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}' })
    expect('polluted' in {}).toBe(false)
  })

  it('F60: refuses a null character wherever an id is wanted, and logs no fault', async () => {
    const { token } = await signIn()
    const revoke = await post('auth.revoke', { headers: bearer(token), body: { id: 'a\u0000b' } })
    const login = await post('auth.login', { body: { code: await world.code(), appId: 'a\u0000' } })
    const avatar = await world.app.request('/avatars/%00')
    expect([revoke.status, login.status, avatar.status]).toEqual([400, 400, 404])
    expect(world.lines.join('')).not.toContain('"level":50')
  })

  it('answers what is not there in tRPC’s shape too', async () => {
    for (const path of [
      '/',
      '/nothing',
      '/trpc',
      '/trpc/',
      '/trpc/auth',
      '/trpc/__proto__',
      '/trpc/auth.constructor',
    ]) {
      const response = await world.app.request(path)
      expect([path, response.status, (await json(response)).error.data.reason]).toEqual([path, 404, 'NOT_FOUND'])
    }
  })
})

describe('faults', () => {
  it('D40: tell the client nothing but a request id, under which the log has everything', async () => {
    const { token } = await signIn()
    await world.store.close()
    const response = await post('user.me', { headers: bearer(token) })
    expect(response.status).toBe(500)
    const { error } = await json(response)
    const requestId = response.headers.get('x-request-id')
    expect(error).toEqual({
      message: 'Something went wrong on the server. Try again later; if it stays, tell us the request id.',
      code: -32603,
      data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, path: 'user.me', requestId },
    })
    const logged = world.lines
      .map((line): Record<string, unknown> => JSON.parse(line))
      .find((line) => line['level'] === 50)
    expect(logged).toMatchObject({ requestId, path: 'user.me', err: { stack: expect.any(String) } })
    expect((await world.app.request('/readyz')).status).toBe(503)
    expect((await world.app.request('/livez')).status).toBe(200)
    world = await createWorld()
  })

  it('gives every answer a request id of its own', async () => {
    const ids = await Promise.all(
      ['/livez', '/nothing', '/trpc/user.me'].map(async (path) =>
        (await world.app.request(path)).headers.get('x-request-id'),
      ),
    )
    expect(new Set(ids).size).toBe(3)
    expect(ids).not.toContain(null)
  })
})

describe('WeChat’s pre-fetch', () => {
  it('answers user.me with the server’s time and whose it is, and never a token', async () => {
    const { token, user, session } = await signIn()
    const { prefetchToken } = (await json(await post('auth.prefetchToken', { headers: bearer(token) }))).result.data
    const answer = await world.app.request(
      `/prefetch?appid=touristappid&token=${String(prefetchToken)}&timestamp=1&path=&query=&scene=1001`,
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await json<unknown>(answer)).toEqual({ time: '2026-01-01T00:00:00.000Z', sessionId: session.id, user })
  })

  it('answers nothing to who signed out, to a wrong, dead or access token, and to a code, which stays unspent', async () => {
    const { token } = await signIn()
    const code = await world.code()
    for (const query of ['', 'token=signed-out', 'token=a.b.c', `token=${token}`, `code=${code}`]) {
      const answer = await world.app.request(`/prefetch?${query}`)
      expect([query, answer.status, await answer.text()]).toEqual([query, 200, ''])
    }
    expect(await isSpent(code)).toBe(false)
    expect(world.lines.join('')).not.toContain('signed-out')
  })
})

describe('an answer that streams', () => {
  it('comes part by part, and each part before the next is made', async () => {
    const response = await post('demo.story?batch=1', {
      headers: { 'trpc-accept': 'application/jsonl' },
      body: { 0: { language: 'zh' } },
    })
    const chunks: string[] = []
    const decoder = new TextDecoder()
    const reader = response.body?.getReader()
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read())
      chunks.push(decoder.decode(read.value, { stream: true }))
    expect(chunks.length).toBeGreaterThan(20)
    expect(chunks.join('')).toContain('"从"')
  })

  it('is refused in a request that cannot stream', async () => {
    const response = await post('demo.story', { body: { language: 'en' } })
    expect([response.status, (await json(response)).error.data.reason]).toEqual([415, 'INPUT_INVALID'])
  })
})

describe('user.avatar', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array.from({ length: 1000 }, () => 7)])
  async function upload(bytes: Uint8Array, name = 'file') {
    const { token } = await signIn()
    const form = new FormData()
    form.append(name, new Blob([new Uint8Array(bytes)], { type: 'text/html' }), 'me.html')
    return world.app.request('/trpc/user.avatar', { method: 'POST', headers: bearer(token), body: form })
  }

  it('is kept, and served as what it is, for ever and nothing else', async () => {
    const answer = await json(await upload(png))
    const { avatarUrl } = answer.result.data
    const picture = await world.app.request(String(avatarUrl))
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(png)
    expect((await world.app.request('/avatars/none')).status).toBe(404)
  })

  it.each<[string, Uint8Array]>([
    ['a page that calls itself a picture', new TextEncoder().encode('<script>alert(1)</script>')],
    ['nothing', new Uint8Array()],
    ['a picture of more than 512 KiB', new Uint8Array([...png, ...new Uint8Array(512 * 1024)])],
    ['a picture of 5 MB', new Uint8Array([...png, ...new Uint8Array(5 * 1024 * 1024)])],
  ])('refuses %s with PICTURE_INVALID', async (_what, bytes) => {
    const answer = await upload(bytes)
    expect([answer.status, (await json(answer)).error.data.reason]).toEqual([400, 'PICTURE_INVALID'])
  })

  it('refuses a form without a file, and JSON', async () => {
    expect((await json(await upload(png, 'other'))).error.data.reason).toBe('PICTURE_INVALID')
    const { token } = await signIn()
    expect(
      (await json(await post('user.avatar', { headers: bearer(token), body: { file: 'x' } }))).error.data.reason,
    ).toBe('INPUT_INVALID')
  })
})

describe('limits', () => {
  const small = async (sizes: { failedSignIns?: number; signIns?: number }, settings = {}) => {
    await world.close()
    world = await createWorld({ limitSizes: sizes, settings })
  }

  it('G69: stop an address after too many failed sign-ins, say for how long, and let successes be', async () => {
    await small({ failedSignIns: 3 })
    for (const _fine of [1, 2, 3, 4])
      expect((await post('auth.login', { body: { code: await world.code() } })).status).toBe(200)
    for (const _guess of [1, 2, 3]) await post('user.me', { headers: { 'x-login-code': 'x'.repeat(32) } })
    const code = await world.code()
    const stopped = await post('auth.login', { body: { code } })
    expect([stopped.status, (await json(stopped)).error.data.reason]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(stopped.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  })

  it('G70: go by what a trusted proxy says of the address, and by nobody else’s word', async () => {
    await small({ failedSignIns: 2 })
    const guess = (from: string) =>
      post('user.me', { headers: { 'x-login-code': 'x'.repeat(32), 'x-forwarded-for': from } })
    for (const from of ['203.0.113.1', '203.0.113.2']) await guess(from)
    expect((await guess('203.0.113.3')).status).toBe(429)
  })

  it('G69: hold one openid to a few sign-ins a minute', async () => {
    await small({ signIns: 2 })
    const login = async (person: string) =>
      (await post('auth.login', { body: { code: await world.code(person) } })).status
    expect([await login('alice'), await login('alice'), await login('alice'), await login('bob')]).toEqual([
      200, 200, 429, 200,
    ])
  })

  it('C32: stop asking WeChat once its quota is spent, and say for how long', async () => {
    await world.fault({ errcode: 45009 })
    await post('auth.login', { body: { code: await world.code() } })
    const stopped = await post('auth.login', { body: { code: await world.code() } })
    expect([stopped.status, (await json(stopped)).error.data.reason]).toEqual([503, 'WECHAT_BUSY'])
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('G71: never ask WeChat about what cannot be a code', async () => {
    await world.fault({ errcode: -1, times: 100 })
    for (const code of ['short', '<script>', 'x'.repeat(300), 'ümlaut code']) {
      expect((await json(await post('auth.login', { body: { code } }))).error.data.reason).toMatch(
        /CODE_INVALID|INPUT_INVALID/,
      )
    }
  })
})

describe('CloudRun', () => {
  const cloud = {
    'x-login-code': 'cloudrun',
    'x-wx-source': 'wx_client',
    'x-wx-appid': 'touristappid',
    'x-wx-openid': 'o-from-cloud',
  }
  const there = async () => {
    await world.close()
    world = await createWorld({ settings: { trustCloudrun: true } })
  }
  const reasonIn = async (headers: Record<string, string>) =>
    (await json(await post('user.me', { headers }))).error?.data.reason

  it('signs in whom WeChat names, without a code, when asked to', async () => {
    await there()
    const answer = await post('user.me', { headers: cloud })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-session-token')).toBeTruthy()
    const again = await json(await post('user.me', { headers: cloud }))
    expect(again.result.data).toEqual((await json(answer)).result.data)
  })

  it('does not when not asked, not for an app that is not configured, and not without WeChat’s mark', async () => {
    await there()
    const { 'x-login-code': _code, ...unasked } = cloud
    const { 'x-wx-source': _source, ...unmarked } = cloud
    expect(await reasonIn(unasked)).toBe('TOKEN_MISSING')
    expect(await reasonIn({ ...cloud, 'x-wx-appid': 'wxother' })).toBe('APP_UNKNOWN')
    expect(await reasonIn(unmarked)).toMatch(/CODE_INVALID|APP_UNKNOWN/)
    expect(await reasonIn({ ...cloud, 'x-wx-openid': "o' OR 1=1" })).toMatch(/CODE_INVALID|APP_UNKNOWN/)
  })

  it('lets a present token win', async () => {
    await there()
    const { token, user } = await signIn('alice')
    const answer = await json(await post('user.me', { headers: { ...cloud, ...bearer(token) } }))
    expect(answer.result.data).toEqual(user)
  })

  it('believes no such header where it is not trusted', async () => {
    expect(await reasonIn(cloud)).toBe('CODE_INVALID')
  })
})

describe('operating', () => {
  it('counts calls by procedure and outcome, and shows it to who has the token', async () => {
    await world.close()
    world = await createWorld({ settings: { metricsToken: 'a token of sixteen' } })
    await signIn()
    await post('user.me')
    expect((await world.app.request('/metrics')).status).toBe(404)
    const text = await (await world.app.request('/metrics', { headers: bearer('a token of sixteen') })).text()
    expect(text).toContain('uni_trpc_calls_total{procedure="auth.login",outcome="ok"} 1')
    expect(text).toContain('uni_trpc_calls_total{procedure="user.me",outcome="TOKEN_MISSING"} 1')
    expect(text).toContain('uni_trpc_sessions_live 1')
    expect(text).toMatch(/uni_trpc_wechat_seconds_count\{endpoint="\/sns\/jscode2session",errcode="0"\} 1/)
  })

  it('describes its wire', async () => {
    const description = await json<{ openapi: string; paths: object }>(await world.app.request('/openapi.json'))
    expect(description.openapi).toMatch(/^3\.1/)
    expect(Object.keys(description.paths)).toContain('/trpc/user.bindPhone')
  })
})

describe('the web', () => {
  it('G75: may call from the listed origins only, and may read the new token', async () => {
    const ask = (origin: string) => world.app.request('/trpc/user.me', { headers: { origin } })
    const listed = await ask('https://h5.example.com')
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://h5.example.com')
    expect(listed.headers.get('access-control-expose-headers')).toContain('x-session-token')
    expect((await ask('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('the log', () => {
  it('H79: holds no code, token, session key, secret or openid, whatever happened', async () => {
    const code = await world.code()
    const { token } = (await json(await post('auth.login', { body: { code } }))).result.data
    const riding = await world.code()
    await post('user.me', { headers: { 'x-login-code': riding } })
    await post('user.me', { headers: bearer(`${token}x`) })
    await world.app.request(`/trpc/auth.check?input=${encodeURIComponent(JSON.stringify({ token }))}`)
    await world.fault({ errcode: 40125 })
    await post('auth.login', { body: { code: await world.code() } })
    await world.fault({ status: 502, body: '<html>' })
    await post('auth.login', { body: { code: await world.code() } })
    const log = world.lines.join('')
    const { secret, testSecrets } = await import('../testing/secrets.ts')
    const keys = testSecrets.token.map(({ key }) => Buffer.from(key).toString('base64'))
    for (const canary of [code, riding, token, secret('app'), ...keys]) expect(log).not.toContain(canary)
    expect(log).not.toMatch(/session_key|openid|js_code|[?]/)
    expect(log).toContain('WECHAT_MISCONFIGURED')
    expect(log).toContain('40125')
  })

  it('A11: does not repeat a token that somebody wrote into the path', async () => {
    const { token } = await signIn()
    await post(token)
    await world.app.request(`/${token}`)
    expect(world.lines.join('')).not.toContain(token)
  })

  it('H86: writes one line for one event, whatever a client calls itself', async () => {
    await post('auth.login%0a%1b[31m', { headers: { 'user-agent': '(evil\u001b[31m' } })
    for (const line of world.lines) expect(line.trimEnd()).not.toMatch(/[\n\r\u001b]/)
  })
})

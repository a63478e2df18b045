import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWorld, type World } from '../../testing/world.ts'
import { isPlain } from './isPlain.ts'
import { readForm } from './readForm.ts'

let world: World
beforeEach(async () => void (world = await createWorld({ limitSizes: { pictures: 2, stories: 3 } })))
afterEach(async () => {
  vi.restoreAllMocks()
  await world.close()
})

const form = 'multipart/form-data; boundary=x'
const picture = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n\x89PNG\r\n\x1a\n${'y'.repeat(500)}\r\n--x--\r\n`

interface Sent {
  readonly type?: string
  readonly headers?: Record<string, string>
  readonly content?: string
}

/** Sends a body that tells whether anybody read it. */
async function send(path: string, { type = form, headers = {}, content = picture }: Sent = {}) {
  let isRead = false
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        isRead = true
        controller.enqueue(Buffer.from(content, 'latin1'))
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  const init = { method: 'POST', headers: { 'content-type': type, ...headers }, body, duplex: 'half' }
  const response = await world.app.request(`/trpc/${path}`, init)
  const answer: { error?: { data: { reason: string } } } = JSON.parse(await response.text())
  return { status: response.status, reason: answer.error?.data.reason, isRead }
}

async function signIn(person: string): Promise<Record<string, string>> {
  const { token } = await world.auth.signIn(
    {
      appId: null,
      device: null,
      address: null,
      fullAddress: null,
      vouched: null,
      requestId: '',
      code: await world.code(person),
    },
    null,
  )
  return { authorization: `Bearer ${token}` }
}

describe('a form', () => {
  it.each(['auth.login', 'auth.check', 'user.update', 'user.me', 'no.such', 'user.avatar,user.me?batch=1'])(
    'F61: is refused with 415 and left unread at %s, which takes none',
    async (path) => {
      expect(await send(path)).toEqual({ status: 415, reason: 'INPUT_INVALID', isRead: false })
    },
  )

  it.each(['user.avatar', 'auth.login'])(
    'F61: of plain bytes is refused with 415 and left unread at %s',
    async (path) => {
      expect(await send(path, { type: 'application/octet-stream' })).toEqual({
        status: 415,
        reason: 'INPUT_INVALID',
        isRead: false,
      })
    },
  )

  it('of nobody is left unread', async () => {
    expect(await send('user.avatar')).toEqual({ status: 401, reason: 'TOKEN_MISSING', isRead: false })
    expect(await send('user.avatar', { headers: { authorization: 'Bearer a.b.c' } })).toEqual({
      status: 401,
      reason: 'TOKEN_INVALID',
      isRead: false,
    })
  })

  it('is left unread until the code beside it has signed somebody in', async () => {
    expect(await send('user.avatar', { headers: { 'x-login-code': 'x'.repeat(32) } })).toEqual({
      status: 400,
      reason: 'CODE_INVALID',
      isRead: false,
    })
    expect(await send('user.avatar', { headers: { 'x-login-code': await world.code() } })).toEqual({
      status: 200,
      reason: undefined,
      isRead: true,
    })
  })

  it('of somebody who changed the picture too often is left unread, and others may go on', async () => {
    const headers = await signIn('alice')
    for (const _time of [1, 2])
      expect(await send('user.avatar', { headers })).toMatchObject({ status: 200, isRead: true })
    expect(await send('user.avatar', { headers })).toEqual({ status: 429, reason: 'RATE_LIMITED', isRead: false })
    expect(await send('user.avatar', { headers: await signIn('bob') })).toMatchObject({ status: 200 })
  })

  const part = (name: string, value: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  it.each<[string, string]>([
    ['thousands of fields', `${part('a', '').repeat(7000)}--x--\r\n`],
    ['many files', `${picture.replace('--x--\r\n', '').repeat(50)}--x--\r\n`],
    ['no end', picture.slice(0, -10)],
    ['nothing of a form in it', 'hello'],
  ])('with %s is INPUT_INVALID and not a fault', async (_what, content) => {
    expect(await send('user.avatar', { headers: await signIn('alice'), content })).toMatchObject({
      status: 400,
      reason: 'INPUT_INVALID',
    })
  })

  it('keeps its fields and the name and type of its file', async () => {
    const read = await readForm(Buffer.from(part('note', '\u00e4').concat(picture), 'latin1'), form)
    expect([...read.keys()]).toEqual(['note', 'file'])
    expect(read.get('file')).toMatchObject({ name: 'a.png', size: 508 })
  })
})

describe('a text', () => {
  it('of 60 KiB of combining marks is refused before anything normalises it', async () => {
    const headers = await signIn('alice')
    const normalise = vi.spyOn(String.prototype, 'normalize')
    const content = JSON.stringify({ nickname: 'a' + '\\u0300'.repeat(9000) }).replaceAll('\\\\', '\\')
    expect(await send('user.update', { type: 'application/json', headers, content })).toMatchObject({
      status: 400,
      reason: 'INPUT_INVALID',
    })
    expect(normalise).not.toHaveBeenCalled()
  })

  it('may be 32 characters however they are written', async () => {
    const headers = await signIn('alice')
    const content = JSON.stringify({ nickname: '\u1ed7'.repeat(32).normalize('NFD') }).replace(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    expect(await send('user.update', { type: 'application/json', headers, content })).toMatchObject({ status: 200 })
  })
})

describe('JSON', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  it('of thirty levels is read, and of thousands refused before it is parsed', async () => {
    expect([isPlain(deep(30)), isPlain(deep(33))]).toEqual([true, false])
    const parse = vi.spyOn(JSON, 'parse')
    const response = await world.app.request('/trpc/auth.check', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: deep(30_000),
    })
    expect(parse).not.toHaveBeenCalled()
    expect(response.status).toBe(400)
  })

  it('may hold brackets and commas in its strings, as many as it likes', () => {
    expect(isPlain(JSON.stringify({ text: '[{",\\'.repeat(5000) }))).toBe(true)
  })

  it('with thousands of made-up names is refused in a few words', async () => {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 1500 }, (_none, index) => [`name${index}`, 1])))
    const response = await world.app.request('/trpc/auth.login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(response.status).toBe(400)
    expect((await response.text()).length).toBeLessThan(1000)
    const more = JSON.stringify(Array(5000).fill(1))
    expect(
      (
        await world.app.request('/trpc/auth.login', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: more,
        })
      ).status,
    ).toBe(400)
  })
})

describe('the story', () => {
  const batch = (count: number) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', 'trpc-accept': 'application/jsonl' },
    body: JSON.stringify(
      Object.fromEntries(Array.from({ length: count }, (_none, index) => [index, { language: 'zh' }])),
    ),
  })

  it('is told a few times a minute to one address, however many are asked for in one batch', async () => {
    const response = await world.app.request(`/trpc/${Array(20).fill('demo.story').join(',')}?batch=1`, batch(20))
    const text = await response.text()
    expect(text.match(/"RATE_LIMITED"/g)).toHaveLength(17)
    expect(text.match(/"\u4ece"/g)).toHaveLength(3)
    const alone = await world.app.request('/trpc/demo.story?batch=1', batch(1))
    expect(await alone.text()).toContain('"RATE_LIMITED"')
  })
})

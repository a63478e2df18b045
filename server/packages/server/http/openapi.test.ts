import { initTRPC } from '@trpc/server'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { refusals } from 'uni-trpc-protocol'
import { createApp } from './app.ts'
import { createOpenapi } from './openapi.ts'
import { createApi } from '../trpc/api.ts'
import { appRouter } from '../../../procedures/router.ts'
import { createWorld } from '../testing/world.ts'

const schema = z.looseObject({ type: z.string().optional() })
const content = z.object({ 'application/json': z.object({ schema }) })
const form = z.strictObject({ 'multipart/form-data': z.object({ schema }) })
const reference = z.object({ $ref: z.string() })
const parameter = reference.or(
  z.object({ name: z.string(), in: z.enum(['query', 'header']), required: z.boolean().optional(), content }),
)
const operation = z.strictObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.boolean(), content: content.or(form) }).optional(),
  responses: z.object({ 200: z.looseObject({ description: z.string() }), default: reference }),
})
const pathItem = z.strictObject({
  description: z.string().optional(),
  get: operation.optional(),
  post: operation.optional(),
})
const description = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(z.string().startsWith('/trpc/'), pathItem),
  components: z.looseObject({}),
})

const text = JSON.stringify(createOpenapi(createApi(appRouter)))
const document = description.parse(JSON.parse(text))
const world = await createWorld()
afterAll(() => world.close())

describe('/openapi.json', () => {
  it('names every procedure of the router, and nothing else', () => {
    expect(Object.keys(document.paths)).toEqual(Object.keys(appRouter._def.procedures).map((path) => `/trpc/${path}`))
    expect(Object.keys(document.paths)).toContain('/trpc/auth.login')
  })

  it('offers queries by GET and POST, and mutations by POST alone', () => {
    expect(Object.keys(document.paths['/trpc/user.me'] ?? {})).toEqual(['get', 'post'])
    expect(Object.keys(document.paths['/trpc/auth.login'] ?? {})).toEqual(['post'])
  })

  it('a picture is a form, and a subscription is no request at all', () => {
    expect(Object.keys(document.paths['/trpc/user.avatar']?.post?.requestBody?.content ?? {})).toEqual([
      'multipart/form-data',
    ])
    expect(document.paths['/trpc/auth.events']).toEqual({ description: expect.stringContaining('WebSocket') })
  })

  it('gives every operation a name of its own, and every reference leads somewhere', () => {
    const names = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, name]) => name)
    expect(new Set(names).size).toBe(names.length)
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path.split('/'))
    expect(references.length).toBeGreaterThan(0)
    for (const path of references) {
      const target = path.reduce<unknown>(
        (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
        document,
      )
      expect(target, path.join('/')).toBeTypeOf('object')
    }
  })

  it('describes inputs as the schemas have them', () => {
    expect(document.paths['/trpc/auth.login']?.post?.requestBody).toEqual({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              code: { type: 'string', minLength: 1, maxLength: 256 },
              appId: { type: 'string', maxLength: 64, pattern: '^[\\w-]+$' },
              consent: { type: 'string', maxLength: 32, pattern: '^[\\w-]+$' },
            },
            required: ['code'],
            additionalProperties: false,
          },
        },
      },
    })
    expect(document.paths['/trpc/user.me']?.post?.requestBody).toBeUndefined()
  })

  it('never puts a token into a URL', () => {
    const { get, post } = document.paths['/trpc/auth.check'] ?? {}
    expect(JSON.stringify(get)).not.toContain('"in":"query"')
    expect(post?.requestBody).toMatchObject({
      required: false,
      content: { 'application/json': { schema: { required: ['token'] } } },
    })
  })

  it('lists every reason', () => {
    for (const [reason, { number }] of Object.entries(refusals)) {
      expect(text).toContain(`"${reason}"`)
      expect(text).toContain(String(number))
    }
  })

  it('a call made by it works, and so does a refused one', async () => {
    const headers = { 'content-type': 'application/json' }
    const send = (path: string, body?: unknown, more = {}) =>
      world.app.request(path, {
        method: 'POST',
        headers: { ...headers, ...more },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    const answer = z.object({ result: z.object({ data: z.looseObject({}) }) })
    const signedIn = answer.extend({ result: z.object({ data: z.object({ token: z.string() }) }) })

    const [login = ''] = Object.keys(document.paths).filter((path) => path.endsWith('auth.login'))
    const { token } = signedIn.parse(await (await send(login, { code: await world.code() })).json()).result.data
    const authorization = `Bearer ${token}`
    const byPost = answer.parse(await (await send('/trpc/user.me', undefined, { authorization })).json())
    const byGet = answer.parse(await (await world.app.request('/trpc/user.me', { headers: { authorization } })).json())
    expect(byGet).toEqual(byPost)

    const refused = await send('/trpc/auth.check', { token: 'nonsense' })
    const error = z.object({
      error: z.object({
        message: z.string(),
        code: z.int(),
        data: z.object({
          code: z.string(),
          httpStatus: z.literal(401),
          reason: z.literal('TOKEN_INVALID'),
          reasonCode: z.literal(10201),
        }),
      }),
    })
    expect(error.parse(await refused.json()).error.data.code).toBe('UNAUTHORIZED')
  })

  it('is made once, however often anybody asks', async () => {
    let made = 0
    const procedures = () => {
      made++
      return world.api.procedures
    }
    const counted = {
      ...world.api,
      get procedures() {
        return procedures()
      },
    }
    const app = createApp({ ...world, api: counted })
    made = 0
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => (await app.request('/openapi.json')).text()),
    )
    expect([made, new Set(answers)]).toEqual([1, new Set([text])])
  })

  it('fails loudly for what it cannot describe', () => {
    const t = initTRPC.create()
    const foreign = t.router({ parsed: t.procedure.input((input) => String(input)).query(() => 1) })
    expect(() => createOpenapi(createApi(foreign))).toThrow(z.ZodError)
  })
})

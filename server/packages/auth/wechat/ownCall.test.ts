/** What a product asks WeChat by itself is asked as ours is. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { WeChatError } from './WeChatError.ts'
import { failureOf } from './testing/failureOf.ts'
import { createSandboxed } from './testing/sandboxed.ts'
import { createWired } from './testing/wired.ts'
import { http } from './testing/wireServer.ts'

const path = '/wxa/generate_urllink'
const asked = { path, body: { path: '/pages/index/index', expire_type: 1 }, schema: z.object({ url_link: z.url() }) }
const link = JSON.stringify({ errcode: 0, errmsg: 'ok', url_link: 'https://wxaurl.cn/abc' })

describe('a question of one’s own', () => {
  it('goes out with the app’s access token, and its answer has the shape that was asked for', async () => {
    const here = createSandboxed()
    await here.fault({ path, body: link })
    expect(await here.node().call('wxone', asked)).toEqual({ url_link: 'https://wxaurl.cn/abc' })
    const { token } = here.asked.at(-1) ?? {}
    expect(token).toMatch(/^[\w-]{100,}$/)
    expect(here.hits('/cgi-bin/stable_token')).toBe(1)
  })

  it('is asked once more when the token is dead, and again when WeChat is busy, and for nothing else', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path, errcode: 40001 })
    await here.fault({ path, errcode: -1 })
    await here.fault({ path, body: link })
    expect(await wechat.call('wxone', asked)).toEqual({ url_link: 'https://wxaurl.cn/abc' })
    expect(here.hits(path)).toBe(3)
    await here.fault({ path, errcode: 40159 })
    expect(await failureOf(wechat.call('wxone', asked))).toMatchObject({
      kind: 'refused',
      errcode: 40159,
      endpoint: path,
    })
    expect(here.hits(path)).toBe(4)
  })

  it('is asked no more while the quota of its path is used up; other paths go on', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path, errcode: 45009, times: 10 })
    for (let count = 0; count < 5; count++) await failureOf(wechat.call('wxone', asked))
    expect(here.hits(path)).toBe(1)
    await here.fault({ path: '/wxa/other', body: link })
    await wechat.call('wxone', { ...asked, path: '/wxa/other' })
  })

  it('is unreadable where the answer has another shape', async () => {
    const here = createSandboxed()
    await here.fault({ path, body: '{"errcode":0,"url_link":5}' })
    const error = await failureOf(here.node().call('wxone', asked))
    expect(error).toMatchObject({ kind: 'unreadable', detail: 'the answer has another shape at url_link' })
  })

  it.each(['wxa/x', '/wxa/x?access_token=1', '//elsewhere/x', '/wxa/../cgi-bin/x', '/wxa/x#', ''])(
    'takes %j for no path, and asks nobody',
    async (wrong) => {
      const here = createSandboxed()
      await expect(here.node().call('wxone', { ...asked, path: wrong })).rejects.toThrow(TypeError)
      expect(here.asked).toEqual([])
    },
  )

  it('tells neither the token nor what was asked in an error that WeChat fills with both', async () => {
    const { wechat, close } = await createWired((socket) => {
      const errmsg = 'invalid openid oCANARYopenid hint: [CANARY-token] /pages/CANARY'
      socket.end(http(200, JSON.stringify({ errcode: 40003, errmsg })))
    })
    const body = { touser: 'oCANARYopenid', page: '/pages/CANARY' }
    const error = await failureOf(wechat.call('wx1', { ...asked, body }))
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('CANARY')
    expect(error.errcode).toBe(40003)
    await close()
  })
})

describe('a file', () => {
  const code = { path: '/wxa/getwxacodeunlimit', body: { scene: 'a=1' } }

  it('comes as bytes with its type', async () => {
    const { wechat, close } = await createWired((socket) => {
      socket.end(http(200, '\u0000PNG{', { 'content-type': 'image/png' }))
    })
    const { type, bytes } = await wechat.download('wx1', code)
    expect([type, Buffer.from(bytes).toString()]).toEqual(['image/png', '\u0000PNG{'])
    await close()
  })

  it('is refused where WeChat says no, and unreadable where it sends other words instead', async () => {
    const here = createSandboxed()
    const wechat = here.node()
    await here.fault({ path: code.path, errcode: 41030 })
    expect(await failureOf(wechat.download('wxone', code))).toMatchObject({ kind: 'refused', errcode: 41030 })
    await here.fault({ path: code.path, body: '{"errcode":0}', contentType: 'application/json' })
    expect(await failureOf(wechat.download('wxone', code))).toMatchObject({ kind: 'unreadable' })
  })

  it('goes out in a form, as it is', async () => {
    const form = new FormData()
    form.set('media', new Blob([Buffer.from([0, 255, 10])], { type: 'image/png' }), 'a.png')
    const here = createSandboxed()
    const seen: { type: string | null; bytes: Buffer }[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      if (new URL(request.url).pathname !== '/wxa/img_sec_check') return here.fetch(input, init)
      const file = (await request.formData()).get('media')
      if (file instanceof Blob) seen.push({ type: file.type, bytes: Buffer.from(await file.arrayBuffer()) })
      return new Response('{"errcode":0}')
    }
    const wechat = here.node({ fetch })
    await wechat.call('wxone', { path: '/wxa/img_sec_check', body: form, schema: z.object({ errcode: z.literal(0) }) })
    expect(seen).toEqual([{ type: 'image/png', bytes: Buffer.from([0, 255, 10]) }])
  })
})

describe('the sandbox', () => {
  it('says of a path that it does not play that it does not, once the token is good', async () => {
    const here = createSandboxed()
    const error = await failureOf(here.node().call('wxone', asked))
    expect(error).toBeInstanceOf(WeChatError)
    expect(error).toMatchObject({
      errcode: 40066,
      detail: expect.stringContaining(`the sandbox does not play ${path}`),
    })
    expect(await here.json(`${path}?access_token=stale`)).toMatchObject({ errcode: 40001 })
  })
})

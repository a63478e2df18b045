/** Procedures that ask WeChat by themselves, for the person who calls. */
import { openWorld, reasonOf } from 'uni-trpc-server/testing'
import { WeChatError } from 'uni-trpc-auth'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { defineData } from '../data/index.ts'
import { createProcedures } from './createProcedures.ts'

const { router, openProcedure, signedInProcedure } = createProcedures(defineData<object>({ migrations: [] }))
const path = '/wxa/generate_urllink'
const question = { path, body: { path: '/pages/index/index' }, schema: z.object({ url_link: z.string() }) }
const appRouter = router({
  link: signedInProcedure.mutation(({ ctx }) => ctx.wechat.call(question)),
  mayLink: signedInProcedure.mutation(async ({ ctx }) => {
    try {
      return await ctx.wechat.call(question)
    } catch (error) {
      if (error instanceof WeChatError && error.errcode === 85400) return null
      throw error
    }
  }),
  anybodysLink: openProcedure.mutation(({ ctx }) => ctx.wechatOf('touristappid').call(question)),
})

const open = () => openWorld({ router: appRouter, createCaller: appRouter.createCaller })
let world: Awaited<ReturnType<typeof open>>
beforeEach(async () => void (world = await open()))
afterEach(() => world.close())

it('they are answered in the name of the caller’s app, or of one that an open procedure names', async () => {
  await world.fault({ path, body: '{"url_link":"one"}', times: 2 })
  const alice = await world.as('alice')
  expect(await alice.link()).toEqual({ url_link: 'one' })
  expect(await alice.anybodysLink()).toEqual({ url_link: 'one' })
})

it.each([
  [{ errcode: 45009 }, 'WECHAT_BUSY'],
  [{ errcode: 48001 }, 'WECHAT_MISCONFIGURED'],
  [{ errcode: 40003 }, 'WECHAT_UNREACHABLE'],
  [{ status: 502 }, 'WECHAT_UNREACHABLE'],
] as const)('what WeChat refuses with %j and they let pass is %s', async (fault, reason) => {
  await world.fault({ path, ...fault })
  expect(await reasonOf((await world.as('alice')).link())).toBe(reason)
})

it('they may make something else of a refusal, by its errcode', async () => {
  await world.fault({ path, errcode: 85400 })
  expect(await (await world.as('alice')).mayLink()).toBeNull()
})

it('no log holds the token that was sent along', async () => {
  const alice = await world.as('alice')
  await world.fault({ path, errcode: 48001 })
  await reasonOf(alice.link())
  const held = await world.store.readAccessToken('touristappid')
  expect(held?.token).toMatch(/./)
  expect(world.lines.join('')).toContain(path)
  expect(world.lines.join('')).not.toContain(held?.token)
})

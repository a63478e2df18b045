import type { inferRouterOutputs } from '@trpc/server'
import { openWorld, type FieldsOf } from 'uni-trpc-server/testing'
import { expect, expectTypeOf, it } from 'vitest'
import { app } from '../product.ts'
import { appRouter, type AppRouter } from './router.ts'

it('no answer holds WeChat’s name of a person', async () => {
  expectTypeOf<Extract<Lowercase<FieldsOf<inferRouterOutputs<AppRouter>>>, `${string}openid${string}`>>().toBeNever()
  // The type above finds what it looks for.
  expectTypeOf<FieldsOf<{ a: { openId: string }[] }>>().toEqualTypeOf<'a' | 'openId'>()

  const world = await openWorld({ ...app, createCaller: appRouter.createCaller })
  const { token, user, session } = await world.caller().auth.login({ code: await world.code() })
  const caller = await world.known(token)
  expect(caller).toEqual({ user, session, userId: user.id, appId: session.appId, openId: expect.stringMatching(/^o/) })
  const alice = world.caller({ caller, bearer: token })
  const answers = [
    await alice.auth.check(),
    await alice.auth.check({ token }),
    await alice.auth.sessions(),
    { user, session },
  ]
  expect(JSON.stringify(answers)).not.toContain(caller.openId)
  await world.close()
})

/** The smallest tRPC router with the same check, for tRPC's own adapters. */
import { initTRPC, TRPCError } from '@trpc/server'
import { check } from './check.ts'

const t = initTRPC.context<{ authorization: string | undefined }>().create({ isDev: false })

export const router = t.router({
  auth: t.router({
    check: t.procedure.query(async ({ ctx }) => {
      const answer = await check(ctx.authorization)
      if (!answer) throw new TRPCError({ code: 'UNAUTHORIZED' })
      return answer
    }),
  }),
})

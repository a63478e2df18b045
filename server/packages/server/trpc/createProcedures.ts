/** The two kinds of procedure with a product's own tables in their context. */
import { openProcedure, router, signedInProcedure } from 'uni-trpc-auth/trpc'
import type { DefinedData } from '../data/defineData.ts'

export function createProcedures<TTables>(data: DefinedData<TTables>) {
  return {
    router,
    /** Answers anybody. */
    openProcedure: openProcedure.use(({ ctx, next }) => next({ ctx: { data: data.of(ctx.data) } })),
    /** Answers whom the context could name, and tells everybody else why not. */
    signedInProcedure: signedInProcedure.use(({ ctx, next }) =>
      next({ ctx: { data: data.of(ctx.data, ctx.caller.userId) } }),
    ),
  }
}

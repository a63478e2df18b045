/** The signed-in person. */
import { router, signedInProcedure } from './trpc.ts'

export const userRouter = router({
  me: signedInProcedure.query(({ ctx }) => ctx.caller.user),
})

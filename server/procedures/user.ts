/** The signed-in person: who one is, what one shows, the phone, and leaving. */
import { z } from 'zod'
import { Refusal } from 'uni-trpc-protocol'
import { bindPhoneInput, updateUserInput } from '../../shared/schemas.ts'
import type { Asker } from 'uni-trpc-auth'
import type { SignedInContext } from 'uni-trpc-auth/trpc'
import { router, signedInProcedure } from './trpc.ts'

/** What a client can see of FormData, a name that mini programs do not know. */
export interface Form {
  append(name: string, value: string): void
  getAll(name: string): unknown[]
}

/** One file named `file`, as `uni.uploadFile` sends it. */
const pictureInput = z.custom<Form>((input) => input instanceof FormData)

/** A picture of 512 KiB and the form around it, which is read only for somebody who may change it now. */
const pictureProcedure = signedInProcedure.meta({ formBytes: (512 + 8) * 1024 }).use(async ({ ctx, next }) => {
  await ctx.accounts.mayChangePicture(ctx.caller.userId)
  return next()
})

export const userRouter = router({
  me: signedInProcedure.query(({ ctx }) => ctx.caller.user),

  update: signedInProcedure.input(updateUserInput).mutation(async ({ ctx, input }) => {
    await ctx.checkText(input.nickname, 'profile')
    return ctx.accounts.update(askerOf(ctx), input)
  }),

  /** Replaces the picture; `avatarUrl` is a path of this server. */
  avatar: pictureProcedure.input(pictureInput).mutation(async ({ ctx, input }) => {
    const [file] = input.getAll('file')
    if (!(file instanceof Blob)) throw new Refusal('PICTURE_INVALID')
    return ctx.accounts.saveAvatar(askerOf(ctx), new Uint8Array(await file.arrayBuffer()))
  }),

  /** Binds the number that the phone number button proves, or changes it. */
  bindPhone: signedInProcedure
    .input(bindPhoneInput)
    .mutation(({ ctx, input }) => ctx.accounts.bindPhone(askerOf(ctx), input)),

  unbindPhone: signedInProcedure.mutation(({ ctx }) => ctx.accounts.unbindPhone(askerOf(ctx))),

  /** Deletes what is personal and ends every session. */
  leave: signedInProcedure.mutation(async ({ ctx }) => {
    await ctx.accounts.leave(askerOf(ctx))
    return { left: true as const }
  }),
})

function askerOf({ caller, origin }: SignedInContext): Asker {
  const { address, requestId } = origin()
  return { userId: caller.userId, sessionId: caller.session.id, address, requestId }
}

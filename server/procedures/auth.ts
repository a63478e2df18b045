/** Sign in, check, sign out. Each procedure: schema in, one call, answer out. */
import { Refusal } from 'uni-trpc-protocol'
import { checkInput, loginInput, logoutInput, revokeInput } from '../../shared/schemas.ts'
import type { WhyEnded } from 'uni-trpc-auth'
import type { SocketSide } from 'uni-trpc-auth/trpc'
import { openProcedure, router, signedInProcedure } from './trpc.ts'

export const authRouter = router({
  /** Swaps a code of `wx.login` for a token. A token sent along, even an expired one, has its session replaced. */
  login: openProcedure.input(loginInput).mutation(async ({ ctx, input }) => {
    const origin = ctx.origin()
    const from = { ...origin, ...input, appId: input.appId ?? origin.appId }
    const { token, user, session } = await ctx.auth.signIn(from, ctx.bearer)
    return { token, user, session }
  }),

  /** Who a token stands for: the one given, or the bearer's own. Never in a URL, which logs and proxies keep. */
  check: openProcedure.input(checkInput).query(async ({ ctx, input }) => {
    if (input === undefined) {
      if ('failure' in ctx.caller) throw ctx.caller.failure
      return { user: ctx.caller.user, session: ctx.caller.session }
    }
    if (ctx.inputInUrl) throw new Refusal('INPUT_INVALID')
    if (input.token === '') throw new Refusal('TOKEN_MISSING')
    const { user, session } = await ctx.auth.check(input.token)
    return { user, session }
  }),

  /** Ends sessions of the caller; an expired but authentic token is enough to leave. */
  logout: openProcedure.input(logoutInput).mutation(async ({ ctx, input }) => {
    if (ctx.bearer === null) throw new Refusal('TOKEN_MISSING')
    return { ended: await ctx.auth.signOut(ctx.bearer, input.scope, ctx.origin()) }
  }),

  /** Where the caller is signed in. */
  sessions: signedInProcedure.query(({ ctx: { auth, caller } }) => auth.sessions(caller.userId, caller.session.id)),

  /** Ends one of the caller's sessions. */
  revoke: signedInProcedure
    .input(revokeInput)
    .mutation(async ({ ctx, input }) => ({ ended: await ctx.auth.revoke(ctx.caller.userId, input.id, ctx.origin()) })),

  /** For `wx.setBackgroundFetchToken`: opens `/prefetch` and nothing else. */
  prefetchToken: signedInProcedure.query(({ ctx }) => ctx.auth.prefetchToken(ctx.caller.session.id)),

  /** Waits for the end of the caller's session, tells why, and is over. */
  events: signedInProcedure.subscription(async function* ({ ctx, signal }) {
    const reason = ctx.socket && (await whyEnded(ctx.socket, signal))
    if (reason) yield { type: 'ended' as const, reason }
  }),
})

/** `null` when nobody waits for it any more. */
function whyEnded(socket: SocketSide, signal: AbortSignal | undefined): Promise<WhyEnded | null> {
  return new Promise((resolve) => {
    const unwatch = socket.onEnded(resolve)
    const leave = () => {
      unwatch()
      resolve(null)
    }
    if (signal?.aborted) leave()
    else signal?.addEventListener('abort', leave, { once: true })
  })
}

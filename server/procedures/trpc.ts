/** What every procedure of yours begins with. */
export { openProcedure, router, signedInProcedure } from 'uni-trpc-auth/trpc'

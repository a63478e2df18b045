/** What every procedure of yours begins with: `ctx.data` asks your own tables. */
import { createProcedures } from 'uni-trpc-server/trpc'
import { data } from '../data/data.ts'

export const { openProcedure, router, signedInProcedure } = createProcedures(data)

/** The base of procedures: who calls, the two kinds of procedure, and how a refusal is said in tRPC's errors. */
export {
  createContext,
  type CallCount,
  type Caller,
  type Context,
  type Head,
  type RequestFacts,
  type Services,
  type SignedInContext,
  type SocketSide,
} from './context.ts'
export { bearerOf, knownCaller, type KnownCaller } from '../caller.ts'
export { formType, mediaType } from './mediaType.ts'
export { asTRPCError, openProcedure, refusalReason, router, signedInProcedure, type Meta } from './trpc.ts'

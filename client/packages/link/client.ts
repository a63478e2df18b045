/**
 * What of @trpc/client works on a phone. For native mini programs: 构建 npm finds no entry in @trpc/client's own package,
 * so the build for them holds it, and this is where it is had.
 */
export {
  createTRPCClient,
  createTRPCUntypedClient,
  getUntypedClient,
  loggerLink,
  retryLink,
  splitLink,
  TRPCClientError,
} from '@trpc/client'
export type * from '@trpc/client'

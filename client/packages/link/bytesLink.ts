/**
 * Mutations whose input is bytes, as `application/octet-stream`: an ArrayBuffer or a typed array, such as
 * `getFileSystemManager().readFile` gives. All other calls are passed on to the next link.
 */
import type { TRPCLink } from '@trpc/client'
import type { TransformerOptions } from '@trpc/client/unstable-internals'
import type { AnyTRPCRouter, inferTRPCClientTypes } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { addressOf } from './address.ts'
import { createCall, deliverTo } from './call.ts'
import { exchange, type Headers } from './exchange.ts'
import { readWhole } from './reading.ts'
import { resolveOptions, type UniLinkBaseOptions } from './UniLinkOptions.ts'
import { withoutContentType } from './withoutContentType.ts'

export type BytesLinkBaseOptions = Pick<
  UniLinkBaseOptions,
  'url' | 'request' | 'headers' | 'onResponse' | 'timeout' | 'queue'
>

/** With `transformer` required exactly when the router has one: it reads the answers. */
export type UniBytesLinkOptions<TRouter extends AnyTRPCRouter> = BytesLinkBaseOptions &
  TransformerOptions<inferTRPCClientTypes<TRouter>>

/** Makes the link; its errors are those of uniLink. */
export function uniBytesLink<TRouter extends AnyTRPCRouter>(options: UniBytesLinkOptions<TRouter>): TRPCLink<TRouter> {
  // once for each program
  const resolved = resolveOptions<TRouter>(options)
  // once for each client, once for each operation
  return () =>
    ({ op, next }) => {
      const data = op.type === 'mutation' ? bytesOf(op.input) : undefined
      if (!data) return next(op)
      return observable((observer) => {
        const timeout = resolved.timeoutOf(op)
        const call = createCall(op, { input: undefined, timeout }, deliverTo(observer))
        const write = (headers: Headers) => ({
          url: addressOf([call], resolved.endpoint()),
          method: 'POST' as const,
          data,
          header: { ...withoutContentType(headers), 'content-type': 'application/octet-stream' },
          timeout,
          dataType: 'text',
        })
        exchange({ calls: [call], read: readWhole, write, host: resolved.request }, resolved)
        return call.leave
      })
    }
}

/** By its tag: the host's own realm may have made it. A view's bytes are copied out of what it looks at. */
function bytesOf(input: unknown): ArrayBuffer | undefined {
  if (isBuffer(input)) return input
  if (!ArrayBuffer.isView(input)) return undefined
  return Uint8Array.from(new Uint8Array(input.buffer, input.byteOffset, input.byteLength)).buffer
}

function isBuffer(input: unknown): input is ArrayBuffer {
  return Object.prototype.toString.call(input) === '[object ArrayBuffer]'
}

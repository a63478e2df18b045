/**
 * Mutations that carry a file, over `uni.uploadFile`: multipart, which tRPC's server takes as FormData. All other calls
 * are passed on to the next link. Call through `upload`.
 */
import type { TRPCLink } from '@trpc/client'
import type { TransformerOptions } from '@trpc/client/unstable-internals'
import type { AnyTRPCRouter, inferTRPCClientTypes } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { createCall, deliverTo } from './call.ts'
import { resolveOptions, type UniLinkBaseOptions } from './UniLinkOptions.ts'
import { isFileForm } from './upload.ts'
import type { UploadEsque } from './UploadEsque.ts'
import { sendFile } from './uploadSend.ts'

declare const uni: { uploadFile: UploadEsque }

export interface UploadLinkBaseOptions
  extends Pick<UniLinkBaseOptions, 'url' | 'headers' | 'onResponse' | 'timeout' | 'queue'> {
  /**
   * Does the uploading: `uni.uploadFile`, `wx.uploadFile` or anything shaped like them.
   * @default uni.uploadFile, looked up at each call
   */
  upload?: UploadEsque
}

/** With `transformer` required exactly when the router has one: it reads the answers. */
export type UniUploadLinkOptions<TRouter extends AnyTRPCRouter> = UploadLinkBaseOptions &
  TransformerOptions<inferTRPCClientTypes<TRouter>>

/** Makes the link; its errors are those of uniLink. */
export function uniUploadLink<TRouter extends AnyTRPCRouter>(
  options: UniUploadLinkOptions<TRouter>,
): TRPCLink<TRouter> {
  // once for each program
  const resolved = {
    ...resolveOptions<TRouter>(options),
    upload: options.upload ?? ((asked) => uni.uploadFile(asked)),
  }
  // once for each client, once for each operation
  return () =>
    ({ op, next }) => {
      const { input } = op
      if (op.type !== 'mutation' || !isFileForm(input)) return next(op)
      return observable((observer) => {
        const call = createCall(op, { input: undefined, timeout: resolved.timeoutOf(op) }, deliverTo(observer))
        sendFile(call, input, resolved)
        return call.leave
      })
    }
}

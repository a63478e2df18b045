/** Which procedures a request calls, by its method and URL alone. */
import type { IncomingMessage } from 'node:http'
import type { AnyTRPCProcedure } from '@trpc/server'
import { endpoint, maxBatchSize, type Api } from './api.ts'

const batchTarget = new RegExp(`^${endpoint}/([\\w.,]+)\\?batch=1$`)

export interface Called {
  readonly type: 'query' | 'mutation'
  readonly isBatch: boolean
  readonly procedures: readonly { readonly path: string; readonly procedure: AnyTRPCProcedure }[]
}

/** `null` for what tRPC's own handler has to judge: an unknown path, another type, an input in the URL. */
export function createCalledBy({ procedures }: Api): (incoming: IncomingMessage) => Called | null {
  const alone = new Map(
    Array.from(procedures).flatMap(([path, procedure]): Array<[string, Called]> => {
      const { type } = procedure._def
      if (type === 'subscription') return []
      return [[`${endpoint}/${path}`, { type, isBatch: false, procedures: [{ path, procedure }] }]]
    }),
  )
  const batch = (url: string): Called | null => {
    const [, names] = batchTarget.exec(url) ?? []
    const each = names?.split(',', maxBatchSize + 1).map((name) => alone.get(`${endpoint}/${name}`)) ?? []
    const [first] = each
    const found = each.flatMap((one) => (one && one.type === first?.type ? one.procedures : []))
    if (!first || found.length !== each.length || found.length > maxBatchSize) return null
    return { type: first.type, isBatch: true, procedures: found }
  }
  return ({ method, url = '' }) => {
    const called = alone.get(url) ?? batch(url)
    return called?.type === 'mutation' && method !== 'POST' ? null : called
  }
}

/** Which procedures a request calls, by its method and URL alone, and with which inputs, by its body. */
import type { IncomingMessage } from 'node:http'
import { TRPCError, type AnyTRPCProcedure } from '@trpc/server'
import { Refusal } from 'uni-trpc-protocol'
import { isPlain } from '../http/body/isPlain.ts'
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

export type Call = ReturnType<typeof callsOf>[number]

/** The calls as tRPC hands them to a context: with their inputs, parsed when the first is asked for. */
export function callsOf({ isBatch, procedures: called }: Called, body: string) {
  let inputs: readonly unknown[] | undefined
  return called.map(({ path, procedure }, batchIndex) => ({
    path,
    procedure,
    batchIndex,
    getRawInput: async () => (inputs ??= inputsOf(body, isBatch ? called.length : null))[batchIndex],
    result: () => inputs?.[batchIndex],
  }))
}

/** @throws {TRPCError} BAD_REQUEST, as tRPC does */
function inputsOf(body: string, batchSize: number | null): readonly unknown[] {
  if (body === '') return []
  try {
    if (!isPlain(body)) throw new Refusal('INPUT_INVALID')
    const sent: unknown = JSON.parse(body)
    if (batchSize === null) return [sent]
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) throw new Error('A batch is no object')
    return Array.from({ length: batchSize }, (_, index) =>
      Object.hasOwn(sent, index) ? Reflect.get(sent, index) : undefined,
    )
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', cause })
  }
}

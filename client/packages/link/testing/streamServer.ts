/** A real tRPC router whose answers stream, served over HTTP; the same with a transformer. */
import { initTRPC, TRPCError, type TRPCDataTransformer } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { serve } from './testServer.ts'

export interface StreamState {
  /** Generators that run at this moment. */
  running: number
  /** Lets what is `held` go on. */
  release: () => void
}

/** `held` waits for `release`; `endless` yields until its request is aborted. */
export function createStreamRouter(transformer?: TRPCDataTransformer) {
  const waiting: (() => void)[] = []
  const state: StreamState = { running: 0, release: () => waiting.splice(0).forEach((go) => go()) }
  const held = () => new Promise<void>((resolve) => waiting.push(resolve))
  const refusal = (message: string) => new TRPCError({ code: 'FORBIDDEN', message })
  const refusedLater = async (): Promise<string> => {
    await pause()
    throw refusal('later no')
  }
  const options = { isDev: false, jsonl: { pingMs: 20 }, ...(transformer && { transformer }) }
  const t = initTRPC.create(options)
  const router = t.router({
    quick: t.procedure.query(() => 'quick'),
    nothing: t.procedure.query(() => undefined),
    held: t.procedure.query(async () => {
      await held()
      return 'released'
    }),
    refused: t.procedure.query((): { never: true } => {
      throw refusal('not you')
    }),
    add: t.procedure.mutation(() => ({ added: true })),
    story: t.procedure.query(async function* () {
      yield '从前 '
      await pause()
      yield 'a 🦊, '
      yield 'a ¢rane'
      return 'end'
    }),
    brokenStory: t.procedure.query(async function* () {
      yield 'once'
      await pause()
      throw refusal('the story stops here')
    }),
    objects: t.procedure.query(async function* () {
      yield { at: new Date(0), words: ['a', '二'] }
      await pause()
      yield { at: new Date(1), words: [] }
    }),
    nested: t.procedure.query(() => ({
      now: 1,
      later: pause().then(() => ({ deeper: pause().then(() => 'deep') })),
      parts: numbers(3),
    })),
    nestedRefusal: t.procedure.query(() => ({ now: 1, later: refusedLater() })),
    pair: t.procedure.query(() => ({ first: numbers(2), second: numbers(3) })),
    paused: t.procedure.query(async function* () {
      yield 1
      await held()
      yield 2
    }),
    endless: t.procedure.query(async function* ({ signal }) {
      state.running += 1
      try {
        for (let count = 0; !signal?.aborted; count += 1) {
          yield count
          await pause()
        }
      } finally {
        state.running -= 1
      }
    }),
  })
  return { router, state }
}

export type StreamRouter = ReturnType<typeof createStreamRouter>['router']

/** Served at `/trpc`, with an `X-Test-Answer` header on each answer. */
export async function serveStreamRouter(transformer?: TRPCDataTransformer) {
  const { router, state } = createStreamRouter(transformer)
  const handler = createHTTPHandler({
    router,
    basePath: '/trpc/',
    allowMethodOverride: true,
    maxBatchSize: 20,
    responseMeta: () => ({ headers: { 'X-Test-Answer': 'yes' } }),
  })
  const server = await serve(handler)
  return { ...server, endpoint: `${server.url}/trpc`, state }
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 5))

async function* numbers(count: number) {
  for (let number = 1; number <= count; number += 1) {
    yield number
    await pause()
  }
}

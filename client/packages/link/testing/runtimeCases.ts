/**
 * What a program does with the link, the same in every runtime: each case answers with JSON, for the runtimes have no
 * test framework in common. Bundled into a native mini program and into H5; imported as it is by Node.
 */
import { createTRPCClient, TRPCClientError } from '@trpc/client'
import { jsonlStream } from '../jsonlStream.ts'
import { createQueue } from '../queue.ts'
import type { RequestEsque } from '../RequestEsque.ts'
import { uniSocketLink } from '../socketLink.ts'
import type { ConnectEsque, HostEsque } from '../SocketTaskEsque.ts'
import { kindOf } from '../TransportError.ts'
import { uniLink } from '../uniLink.ts'
import { upload } from '../upload.ts'
import type { UploadEsque, UploadProgressEsque } from '../UploadEsque.ts'
import { uniUploadLink } from '../uploadLink.ts'
import type { RuntimesRouter } from './runtimesServer.ts'

export interface Runtime {
  request: RequestEsque
  connect: ConnectEsque
  upload: UploadEsque
  host: HostEsque
  /** `http://…` of serveRuntimes. */
  origin: string
  /** The same as `ws://…`. */
  socketOrigin: string
  /** Where nothing listens. */
  deadOrigin: string
  /** The path of a file which holds `a picture`. */
  picture: string
  /** The runtime's own, or the link's where there is none. */
  newController: () => { signal: AbortSignal; abort: () => void }
  /** Keeps this run's events apart from all others'. */
  key: string
}

export type RuntimeCases = ReturnType<typeof createCases>

export function createCases({ request, connect, upload: uploadFile, host, newController, key, ...at }: Runtime) {
  let answers = 0
  const queue = createQueue()
  const url = `${at.origin}/trpc`
  const plain = { url, request, queue, onResponse: () => (answers += 1) }
  const api = createTRPCClient<RuntimesRouter>({
    links: [
      uniUploadLink({ url, upload: uploadFile, queue }),
      uniSocketLink({ url: `${at.socketOrigin}/trpc`, connect, host, lingerMs: 0, retryDelayMs: () => 5 }),
      uniLink(plain),
    ],
  })
  const streaming = createTRPCClient<RuntimesRouter>({
    links: [uniLink({ ...plain, stream: jsonlStream({ idleTimeout: 300 }) })],
  })
  const elsewhere = (url: string) => createTRPCClient<RuntimesRouter>({ links: [uniLink({ url, request })] })

  return {
    query: () => api.greet.query('月'),
    mutation: () => api.add.mutate('月'),
    async batch() {
      answers = 0
      const settled = await Promise.allSettled([
        api.greet.query('a'),
        api.refused.query(),
        api.greet.query('b'),
        api.add.mutate('c'),
      ])
      return { settled: settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message)), answers }
    },
    error: () => failureOf(api.refused.query()),
    offline: () => failureOf(elsewhere(`${at.deadOrigin}/trpc`).greet.query('a')),
    unreadable: () => failureOf(elsewhere(`${at.origin}/portal`).greet.query('a')),
    async abort() {
      const controller = newController()
      const failed = failureOf(api.held.query(`${key} abort`, { signal: controller.signal }))
      await pause()
      controller.abort()
      const failure = await failed
      await until(() => api.isGone.query(`${key} abort`))
      return failure
    },
    async stream() {
      const parts: string[] = []
      for await (const part of await streaming.story.query()) parts.push(part)
      return parts
    },
    /** What was read of it, and how it failed, for runtimes that lose it on the way. */
    async streamFailure() {
      const parts: string[] = []
      const reading = async () => {
        for await (const part of await streaming.story.query()) parts.push(part)
      }
      return { failure: await failureOf(reading()), parts }
    },
    async streamAsItComes() {
      const parts: string[] = []
      for await (const part of await streaming.paused.query(`${key} paused`)) {
        parts.push(part)
        if (part === 'first') await streaming.release.mutate(`${key} paused`)
      }
      return parts
    },
    async streamLeft() {
      const parts: number[] = []
      for await (const part of await streaming.endless.query(`${key} endless`)) {
        parts.push(part)
        if (part === 2) break
      }
      await until(() => api.isGone.query(`${key} endless`))
      return parts
    },
    async nested() {
      const { now, later } = await streaming.nested.query()
      const { deeper } = await later
      return { now, deeper: await deeper }
    },
    /** Whatever ends the socket between the first event and the others, they come once each and in order. */
    subscription: () => subscribe(() => api.cutSockets.mutate()),
    upload: async () => {
      const progress: UploadProgressEsque[] = []
      const kept = await upload(
        api.keep,
        { path: at.picture, fields: { title: '月' } },
        { onProgress: (told) => progress.push(told) },
      )
      return { kept, lastProgress: progress.at(-1)?.progress }
    },
    /** For runtimes that can leave the program and return: `away` resolves when it is back. */
    subscribe,
  }

  async function subscribe(away: () => Promise<void>) {
    const told: { id: string; data: number }[] = []
    const subscription = api.events.subscribe({ key }, { onData: ({ id, data }) => told.push({ id, data }) })
    await api.push.mutate({ key, item: 1 })
    await until(() => told.length === 1)
    await away()
    await api.push.mutate({ key, item: 2 })
    await api.push.mutate({ key, item: 3 })
    await until(() => told.length >= 3)
    await pause()
    subscription.unsubscribe()
    return told
  }
}

async function failureOf(call: Promise<unknown>) {
  const thrown: unknown = await call.then(
    (value) => new Error(`answered ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (!(thrown instanceof TRPCClientError)) throw thrown
  return { kind: kindOf(thrown), message: thrown.message, data: thrown.data, shape: thrown.shape }
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 50))

/** Waits as long as the test's own time lasts. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
}

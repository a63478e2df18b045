/** A process of its own with the store open, for tests of several at once; does what its parent tells it. */
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { DatabaseSync } from '@photostructure/sqlite'
import { Refusal } from 'uni-trpc-protocol'
import { defineDiaries } from '../../data/testing/diaries.ts'
import { createSeal } from '../seal.ts'
import { openStore, type Store } from '../store.ts'

export type Order =
  /** With own tables, where told. */
  | { readonly kind: 'open'; readonly url: string; readonly withDiaries?: true }
  /** One after the other, each with the session id `<name>-<index>`. */
  | { readonly kind: 'signIn'; readonly openId: string; readonly name: string; readonly count: number }
  /** All at once. */
  | { readonly kind: 'spend'; readonly hashes: readonly string[] }
  /** Without end: every session id is reported once it is written. */
  | { readonly kind: 'signInForEver'; readonly name: string }
  /** A sign-in, then a checkpoint, over and over; answers the ids of all sessions. */
  | { readonly kind: 'signInAndCheckpoint'; readonly name: string; readonly seconds: number }
  | { readonly kind: 'close' }

export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly answer: readonly (string | boolean)[] }
  | { readonly kind: 'written'; readonly sessionId: string }
  | { readonly kind: 'failed'; readonly message: string }

const seal = createSeal([{ id: 'test', key: Buffer.alloc(32, 'for tests only') }])
const monthMs = 30 * 24 * 3_600_000
const opened: { store?: Store; path?: string } = {}

function report(message: Report): void {
  process.send?.(message)
}

function current(): Store {
  if (!opened.store) throw new Error('The store is not open yet')
  return opened.store
}

async function signIn(openId: string, sessionId: string): Promise<string> {
  const createdAt = Date.now()
  const { user } = await current().signIn({
    appId: 'wxone',
    openId,
    unionId: null,
    sessionKey: 'key==',
    userId: randomBytes(16).toString('hex'),
    replaces: null,
    cap: 1_000_000,
    session: { id: sessionId, device: null, address: null, createdAt, expiresAt: createdAt + monthMs },
  })
  return user.id
}

/** On a connection of its own, as SQLite does it by itself after enough pages. */
async function signInAndCheckpoint({ name, seconds }: { name: string; seconds: number }): Promise<string[]> {
  const file = new DatabaseSync(opened.path ?? '', { timeout: 50 })
  const written: string[] = []
  const until = performance.now() + seconds * 1000
  while (performance.now() < until) {
    const sessionId = `${name}-${written.length}`
    await signIn(`o${name}`, sessionId)
    written.push(sessionId)
    // It is refused where the other process is at it, which is the moment to be tried.
    file.exec(`pragma wal_checkpoint(${written.length % 2 === 0 ? 'restart' : 'passive'})`)
  }
  file.close()
  return written
}

async function follow(order: Order): Promise<readonly (string | boolean)[]> {
  switch (order.kind) {
    case 'open':
      opened.path = order.url.replace(/^file:/, '')
      opened.store = await openStore({
        url: order.url,
        seal,
        busyDeadlineMs: 20_000,
        own: order.withDiaries && defineDiaries(),
      })
      return []
    case 'signIn': {
      const users: string[] = []
      for (let index = 0; index < order.count; index++) {
        users.push(await signIn(order.openId, `${order.name}-${index}`))
      }
      return users
    }
    case 'spend':
      return Promise.all(order.hashes.map((hash) => current().spendCode(hash)))
    case 'signInForEver':
      for (let index = 0; ; index++) {
        const sessionId = `${order.name}-${index}`
        await signIn(`o${sessionId}`, sessionId).then(
          () => report({ kind: 'written', sessionId }),
          // A server that crashes while it commits leaves it in doubt: nothing is promised, the next one is tried.
          (error: unknown) => {
            if (!(error instanceof Refusal)) throw error
          },
        )
      }
    case 'signInAndCheckpoint':
      return signInAndCheckpoint(order)
    case 'close':
      await current().close()
      return []
  }
}

process.on('message', (order: Order) => {
  follow(order).then(
    (answer) => report({ kind: 'done', answer }),
    (error: unknown) => report({ kind: 'failed', message: String(error) }),
  )
})
report({ kind: 'ready' })

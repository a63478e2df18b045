/** What the phone remembers of the sign-in: one of three states and the token. It survives a restart. */
import { attempt, fieldOf, jsonOf, numberOf, succeeds, textOf } from './given.ts'
import { tokenFacts } from './tokenFacts.ts'

/** Nothing signs in until the person has asked once; who signed out, or was ended, stays out until asking again. */
export type SignInState = 'never' | 'signed-in' | 'signed-out'

/** Plain uni storage: the token is revocable, and synchronous reading saves start-up time. */
export interface SessionStorage {
  /** Phones now and then throw here, or find nothing where something is kept. */
  read(): unknown
  write(kept: unknown): void
  /** Whether something is kept, where the phone can tell that apart from reading it. */
  holds?(): boolean
  remove?(): void
}

export interface KeptSession {
  /** Makes up for what the storage failed to do: reads again while nothing was read, writes again what was not written. */
  look(): void
  /** Nothing was read, but something may be kept: somebody who is signed in, or out. */
  readonly isInDoubt: boolean
  readonly state: SignInState
  readonly token: string | null
  /** The session that the token names, dead or alive. */
  readonly sessionId: string | null
  /** Milliseconds since 1970, by the server's clock. */
  serverTime(): number
  /** Whether the token, as far as the phone can tell, still counts. */
  isAlive(): boolean
  keep(token: string): void
  /** The server takes the token after all. */
  revive(): void
  /** The server no longer takes the token; it still names the session that the next sign-in replaces. */
  expire(): void
  /** Forgets the token and stays out. */
  leave(): void
}

interface Kept {
  readonly state: SignInState
  readonly token: string | null
  /** By the phone's clock, in milliseconds. */
  readonly diesAt: number
  /** How far the server's clock is ahead of the phone's, in milliseconds, as far as the last token told. */
  readonly ahead: number
}

const nothing: Kept = { state: 'never', token: null, diesAt: 0, ahead: 0 }
const unread: unknown = {}
/** How often nothing may be read in doubt; after that the phone has lost what it kept. */
const longestDoubt = 9

export interface KeptSessionOptions {
  readonly storage: SessionStorage
  readonly now: () => number
  /** Called after another session, or none, has come to count. */
  readonly onChange: () => void
}

export function openKeptSession({ storage, now, onChange }: KeptSessionOptions): KeptSession {
  let kept = nothing
  let isKnown = false
  let isSaved = true
  let doubts = 0

  const save = () => (isSaved = succeeds(() => storage.write(kept)))
  const change = (next: Kept) => {
    const before = sessionIdOf(kept)
    kept = next
    isKnown = true
    // With the phone's storage full, memory counts until the restart.
    save()
    if (sessionIdOf(kept) !== before) onChange()
  }
  /** For what was learnt of a token: where there is none, nothing is written over what could not be read. */
  const amend = (life: Partial<Kept>) => void (kept.token !== null && change({ ...kept, ...life }))
  const look = () => {
    if (!isSaved) save()
    if (isKnown) return
    const found = attempt(() => storage.read(), unread)
    const restored = restore(found)
    isKnown = restored !== null
    kept = restored ?? kept
    const isDoubtful = found === unread || (!found && mayHold(storage))
    doubts = isDoubtful ? doubts + 1 : 0
  }
  look()

  return {
    look,
    get isInDoubt() {
      return doubts > 0 && doubts <= longestDoubt
    },
    get state() {
      return kept.state
    },
    get token() {
      return kept.token
    },
    get sessionId() {
      return sessionIdOf(kept)
    },
    serverTime: () => now() + kept.ahead,
    isAlive: () => kept.token !== null && now() < kept.diesAt,
    keep: (token) => {
      const { issuedAt, life } = tokenFacts(token)
      change({ state: 'signed-in', token, diesAt: now() + life, ahead: issuedAt && issuedAt - now() })
    },
    revive: () => amend({ diesAt: now() + tokenFacts(kept.token).life }),
    expire: () => amend({ diesAt: 0 }),
    leave() {
      change({ ...kept, state: 'signed-out', token: null, diesAt: 0 })
      // A full storage must not keep somebody in who is out.
      if (!isSaved && succeeds(() => storage.remove?.())) save()
    },
  }
}

function sessionIdOf({ token }: Kept): string | null {
  return tokenFacts(token).sessionId
}

function mayHold(storage: SessionStorage): boolean {
  return attempt(() => !!storage.holds?.(), true)
}

/** Null for whatever is not ours, or not whole. Some phones give the object back as its text. */
function restore(stored: unknown): Kept | null {
  const found = typeof stored === 'string' ? jsonOf(stored) : stored
  const state = fieldOf(found, 'state')
  if (state !== 'signed-in' && state !== 'signed-out') return null
  const token = textOf(found, 'token')
  return { state, token, diesAt: numberOf(found, 'diesAt'), ahead: numberOf(found, 'ahead') }
}

const key = 'uni-trpc.session'

export function uniStorage(): SessionStorage {
  return {
    read: () => uni.getStorageSync(key) as unknown,
    write: (kept) => uni.setStorageSync(key, kept),
    holds: () => uni.getStorageInfoSync().keys.includes(key),
    remove: () => uni.removeStorageSync(key),
  }
}

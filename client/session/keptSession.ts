/** What the phone remembers of the sign-in: one of three states and the token. It survives a restart. */
import { tokenFacts } from './tokenFacts.ts'

/** Nothing signs in until the person has asked once; who signed out, or was ended, stays out until asking again. */
export type SignInState = 'never' | 'signed-in' | 'signed-out'

/** Plain uni storage: the token is revocable, and synchronous reading saves start-up time. */
export interface SessionStorage {
  read(): unknown
  write(kept: unknown): void
}

export interface KeptSession {
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

export function openKeptSession(storage: SessionStorage, now: () => number): KeptSession {
  let kept = restored(attempt(() => storage.read()))
  const change = (next: Kept) => {
    kept = next
    // With the phone's storage full, memory counts until the restart.
    attempt(() => storage.write(next))
  }

  return {
    get state() {
      return kept.state
    },
    get token() {
      return kept.token
    },
    get sessionId() {
      return kept.token === null ? null : (tokenFacts(kept.token)?.sessionId ?? null)
    },
    serverTime: () => now() + kept.ahead,
    isAlive: () => kept.token !== null && now() < kept.diesAt,
    keep: (token) => {
      const facts = tokenFacts(token)
      const ahead = facts ? facts.issuedAt - now() : 0
      change({ state: 'signed-in', token, diesAt: now() + (facts?.life ?? 0), ahead })
    },
    revive: () => change({ ...kept, diesAt: now() + (tokenFacts(kept.token ?? '')?.life ?? 0) }),
    expire: () => change({ ...kept, diesAt: 0 }),
    leave: () => change({ ...kept, state: 'signed-out', token: null, diesAt: 0 }),
  }
}

function attempt(access: () => unknown): unknown {
  try {
    return access()
  } catch {
    return null
  }
}

function restored(stored: unknown): Kept {
  const nothing: Kept = { state: 'never', token: null, diesAt: 0, ahead: 0 }
  if (typeof stored !== 'object' || stored === null) return nothing
  const { state, token, diesAt, ahead } = { ...nothing, ...stored }
  if (state !== 'signed-in' && state !== 'signed-out') return nothing
  return {
    state,
    token: typeof token === 'string' ? token : null,
    diesAt: typeof diesAt === 'number' ? diesAt : 0,
    ahead: typeof ahead === 'number' ? ahead : 0,
  }
}

const key = 'uni-trpc.session'

export function uniStorage(): SessionStorage {
  return {
    read: () => uni.getStorageSync(key) as unknown,
    write: (kept) => uni.setStorageSync(key, kept),
  }
}

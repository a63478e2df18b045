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

/** What is written down. */
export interface Facts {
  readonly state: SignInState
  readonly token: string | null
  /** By the phone's clock, in milliseconds. */
  readonly diesAt: number
  /** How far the server's clock is ahead of the phone's, in milliseconds, as far as the last token told. */
  readonly ahead: number
}

export interface KeptSession {
  facts: Facts
  /** Another number whenever another token, or none, has come to count: what was sent before must not undo it. */
  era: number
  /** The refusal that ended the last sign-in; null once somebody has signed in or out by hand. */
  ending: unknown
  /**
   * Makes up for what the storage failed to do: reads again while nothing was read, writes again what was not written.
   */
  look(): Facts
  /** Milliseconds since 1970, by the server's clock. */
  serverTime(): number
  /** Whether calls may sign in without the person's doing. */
  maySignIn(): boolean
  /** Whether the token, as far as the phone can tell, still counts. */
  isAlive(): boolean
  keep(token: string): void
  /** The server takes the token after all. */
  revive(): void
  /** The server no longer takes the token; it still names the session that the next sign-in replaces. */
  expire(): void
  /** Forgets the token and stays out, by the person's will or by a refusal. */
  leave(refusal?: unknown): void
}

export interface KeptSessionOptions {
  readonly storage?: SessionStorage
  readonly now?: () => number
  /** `launch` lets calls sign in before the person ever asked. @default 'ask' */
  readonly start?: 'ask' | 'launch'
  /** Called when another session counts, or none: what was opened as the former one must not go on as it. */
  readonly onChange?: () => void
}

const nothing: Facts = { state: 'never', token: null, diesAt: 0, ahead: 0 }
/** How often nothing may be read in doubt; after that the phone has lost what it kept. */
const longestDoubt = 9

export function openKeptSession(options: KeptSessionOptions): KeptSession {
  const { storage = uniStorage(), now = Date.now, start, onChange } = options
  let isSaved = true
  let doubts = 0
  const put = (facts: Facts) => {
    kept.facts = facts
    isSaved = isWritten(storage, facts)
  }
  /** Where there is no token, nothing is written over what could not be read. */
  const amend = (diesAt: number) => void (kept.facts.token !== null && put({ ...kept.facts, diesAt }))
  const change = (facts: Facts, refusal: unknown = null) => {
    const before = sessionIdOf(kept.facts)
    kept.era++
    kept.ending = refusal
    put(facts)
    if (sessionIdOf(facts) !== before) onChange?.()
  }
  const kept: KeptSession = {
    facts: nothing,
    era: 0,
    ending: null,
    look() {
      if (!isSaved) put(kept.facts)
      if (kept.facts !== nothing) return kept.facts
      let found: unknown
      doubts = attempt(() => !(found = storage.read()) && !!storage.holds?.(), true) ? doubts + 1 : 0
      kept.facts = restore(found)
      if (kept.facts !== nothing) kept.era++
      return kept.facts
    },
    serverTime: () => now() + kept.facts.ahead,
    maySignIn: () => kept.facts.state === 'signed-in' || (kept.facts.state === 'never' && mayStart(start, doubts)),
    isAlive: () => kept.facts.token !== null && now() < kept.facts.diesAt,
    keep: (token) => change(factsOf(token, now())),
    revive: () => amend(now() + tokenFacts(kept.facts.token).life),
    expire: () => amend(0),
    leave: (refusal) => change({ ...kept.facts, state: 'signed-out', token: null, diesAt: 0 }, refusal),
  }
  return kept
}

/** Whether calls may sign in where nothing is kept, and nothing may be that could not be read. */
function mayStart(start: KeptSessionOptions['start'], doubts: number): boolean {
  return start === 'launch' && !(doubts && doubts <= longestDoubt)
}

function factsOf(token: string, now: number): Facts {
  const { issuedAt, life } = tokenFacts(token)
  return { state: 'signed-in', token, diesAt: now + life, ahead: issuedAt && issuedAt - now }
}

/** Null where there is none. */
export function sessionIdOf({ token }: Facts): string | null {
  return tokenFacts(token).sessionId
}

/** With the phone's storage full, memory counts until the restart; but it must not keep somebody in who is out. */
function isWritten(storage: SessionStorage, facts: Facts): boolean {
  const write = () => storage.write(facts)
  return succeeds(write) || (facts.token === null && succeeds(() => storage.remove?.()) && succeeds(write))
}

/** Nothing for whatever is not ours, or not whole. Some phones give the object back as its text. */
function restore(stored: unknown): Facts {
  const found = typeof stored === 'string' ? jsonOf(stored) : stored
  const state = fieldOf(found, 'state')
  if (state !== 'signed-in' && state !== 'signed-out') return nothing
  const token = textOf(found, 'token')
  return { state, token, diesAt: numberOf(found, 'diesAt'), ahead: numberOf(found, 'ahead') }
}

const key = 'uni-trpc.session'

function uniStorage(): SessionStorage {
  return {
    read: () => uni.getStorageSync(key) as unknown,
    write: (kept) => uni.setStorageSync(key, kept),
    holds: () => uni.getStorageInfoSync().keys.includes(key),
    remove: () => uni.removeStorageSync(key),
  }
}

/**
 * What auth must be able to remember. uni-trpc-server keeps it in SQLite or PostgreSQL; any other store will do that
 * keeps these promises. All times are milliseconds since 1970, and `null` stands for absence.
 */

/** Why a session ended before its time. */
export type EndReason = 'signed-out' | 'revoked' | 'replaced' | 'capped' | 'left' | 'disabled'

/** A person. */
export interface UserRow {
  readonly id: string
  readonly nickname: string | null
  readonly avatarUrl: string | null
  /** The number itself: only the table holds it sealed. */
  readonly phone: string | null
  readonly createdAt: number
  readonly disabledAt: number | null
}

/** One phone of a person, from sign-in to its end. */
export interface SessionRow {
  readonly id: string
  readonly userId: string
  readonly appId: string
  readonly openId: string
  readonly device: string | null
  readonly address: string | null
  readonly createdAt: number
  readonly lastSeenAt: number
  /** The absolute end, however often the session is used. */
  readonly expiresAt: number
  readonly endedAt: number | null
  readonly endReason: EndReason | null
}

export interface NewSession {
  /** Unguessable. */
  readonly id: string
  readonly device: string | null
  readonly address: string | null
  /** Milliseconds since 1970: the time of this sign-in. */
  readonly createdAt: number
  readonly expiresAt: number
}

export interface NewSignIn {
  readonly appId: string
  readonly openId: string
  readonly unionId: string | null
  /** WeChat's; sealed before it is written. Null leaves the known one as it is. */
  readonly sessionKey: string | null
  /** Used if the person is new. */
  readonly userId: string
  readonly session: NewSession
  /** A session of the same identity that ends as `replaced`; of any other it is left alone. */
  readonly replaces: string | null
  /** How many sessions one person may have; the oldest end as `capped`. At least 1. */
  readonly cap: number
  /** Sessions not seen since then no longer count towards the cap. @default all count */
  readonly idleSince?: number | undefined
  /** The version of the agreement that the person accepted for it. */
  readonly consent?: string | undefined
  /** For the audit, should it turn out that one person was known as two. */
  readonly requestId?: string | null | undefined
}

/** The one named or, if that was replaced, the one in its place; all of this person's but the one named; or all. */
export type EndScope =
  | { readonly scope: 'this' | 'others'; readonly sessionId: string }
  | { readonly scope: 'all'; readonly sessionId?: string }

export interface HeldSessionKey {
  readonly sessionKey: string
  /** Since when it is known. */
  readonly at: number
  /** The one that it replaced less than ten minutes ago. */
  readonly formerKey: string | null
}

export interface Profile {
  readonly nickname: string | null
}

export interface NewAvatar {
  /** Unguessable, and new with every picture, so that it may be cached for ever. */
  readonly id: string
  /** Media type, e.g. `image/png`. */
  readonly type: string
  readonly bytes: Uint8Array
}

export type EndListener = (sessionIds: readonly string[]) => void

/** Verbs that write are all or nothing. @throws {Refusal} STORE_BUSY where the database stays locked, full or away */
export interface AuthStore {
  // Signing in

  /** Whether this is the first time, on any node, that this code (its hash) is spent. Forgotten after a day. */
  spendCode(hash: string): Promise<boolean>
  /** Two users who turn out to be one person become one. @throws {Refusal} USER_DISABLED */
  signIn(input: NewSignIn): Promise<{ user: UserRow; session: SessionRow }>
  /** WeChat's session key of an identity, and for ten minutes the one that it replaced. */
  sessionKeyOf(appId: string, openId: string): Promise<HeldSessionKey | null>

  // Sessions

  /** Also a session that has ended or expired. It is asked at every request. */
  findSession(id: string): Promise<{ session: SessionRow; user: UserRow } | null>
  /** Writes when a session was last seen. */
  touchSession(id: string, at: number): Promise<void>
  /** Ends live sessions of this user and answers how many. @default reason 'signed-out' */
  endSessions(userId: string, which: EndScope, reason?: EndReason): Promise<number>
  /** The live ones, the newest first. */
  listSessions(userId: string): Promise<SessionRow[]>
  /** The rows of these sessions, by id; those that are not there any more are missing. */
  findSessions(ids: readonly string[]): Promise<Map<string, SessionRow>>
  /**
   * Calls with the ids of sessions that somebody ended: at once for those this process ended, on PostgreSQL a moment
   * later for those of other nodes. Answers a function that stops it.
   */
  onSessionEnded(listener: EndListener): () => void

  // A person. These throw Refusal SESSION_ENDED where the person left meanwhile.

  /** A user who was merged into another is found as that one. */
  findUser(query: { readonly id: string }): Promise<UserRow | null>
  updateUser(userId: string, profile: Profile): Promise<UserRow>
  /** Replaces the picture; `avatarUrl` becomes `/avatars/<id>`. */
  saveAvatar(userId: string, avatar: NewAvatar): Promise<UserRow>
  /** Takes a number in any usual form and keeps it as `+8613800138000`. @throws {Refusal} PHONE_TAKEN */
  bindPhone(userId: string, phone: string): Promise<UserRow>
  unbindPhone(userId: string): Promise<UserRow>
  /** Deletes what is personal, ends every session as 'left', and answers whether there was such a user. */
  leave(userId: string): Promise<boolean>
}

/** Who is at the other end, as far as limits care. */
export interface SignInOrigin {
  /** In full: a masked one would put many people into one. It is kept as a hash only. */
  readonly address: string | null
  /** Whom a proxy that is not trusted names; see clientAddress.ts. */
  readonly claimedAddress?: string | null | undefined
}

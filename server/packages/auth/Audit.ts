/** What happened to whom, as auth tells it to whoever keeps it. */

/** What happened, to whom, from where; never a secret. */
export interface AuditRow {
  readonly event: string
  readonly userId: string | null
  readonly appId: string | null
  /** Masked. */
  readonly address: string | null
  readonly requestId: string | null
  readonly detail: string | null
  readonly at: number
}

export interface AuditEntry extends Partial<Omit<AuditRow, 'event'>> {
  /** Such as `sign-in`, `refusal`, `bind`, `revoke`, `merge`, `leave`. */
  readonly event: string
}

/** Never rejects. */
export type Audit = (entry: AuditEntry) => Promise<void>

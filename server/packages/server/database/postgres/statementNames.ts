/** Names under which PostgreSQL keeps plans: https://node-postgres.com/features/queries#prepared-statements */
import { createHash } from 'node:crypto'

/** Statements with parameters are few and always the same; more would fill the server's memory. */
const mostNamed = 256

export interface StatementNames {
  /** `undefined` for a statement that goes without. */
  of(sql: string): string | undefined
  /** For good: whoever stands between does not keep apart what we name. */
  giveUp(): void
}

/**
 * A name is a hash of its statement: connections of a pooler are everybody's, and what another node prepared under
 * the same name is then the same statement, never another one whose rows would be taken for ours.
 */
export function createStatementNames(): StatementNames {
  const names = new Map<string, string>()
  let isGivenUp = false
  return {
    of(sql) {
      if (isGivenUp) return undefined
      const known = names.get(sql)
      if (known !== undefined || names.size >= mostNamed) return known
      const name = `uni_${createHash('sha256').update(sql).digest('base64url').slice(0, 27)}`
      names.set(sql, name)
      return name
    },
    giveUp() {
      isGivenUp = true
    },
  }
}

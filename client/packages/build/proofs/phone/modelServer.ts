/**
 * What the API does with sessions, in memory: codes that serve once, tokens that die, rows that end; in tRPC's own
 * shapes.
 */
import { refusals, type Reason } from 'uni-trpc-protocol'

const tokenLifeMs = 7_200_000
const codeLifeMs = 300_000

export interface Asked {
  readonly url: string
  readonly header: Readonly<Record<string, string>>
  readonly body: string
}

export interface Answered {
  readonly statusCode: number
  readonly header: Record<string, string>
  readonly data: string
}

interface Row {
  ended: 'signed-out' | 'replaced' | 'revoked' | null
}

export type ModelServer = ReturnType<typeof createModelServer>

/** @param now milliseconds by the server's clock, which is right */
export function createModelServer(now: () => number) {
  const rows = new Map<string, Row>()
  const codes = new Map<string, { readonly at: number; uses: number }>()
  let made = 0

  const sign = (sid: string): string => {
    const iat = Math.floor(now() / 1000)
    const claims = Buffer.from(JSON.stringify({ sid, iat, exp: iat + tokenLifeMs / 1000 })).toString('base64url')
    return `head.${claims}.mark`
  }
  const readToken = (token: string | null) => {
    if (token === null) return null
    const { sid, iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      sid: string
      iat: number
      exp: number
    }
    return { sid, row: rows.get(sid), iat, exp }
  }
  /** The session that a token names, or why it does not. */
  const check = (token: string | null): { sid: string; renewed: string | null } | Reason => {
    const read = readToken(token)
    if (!read) return 'TOKEN_MISSING'
    const { sid, row, iat, exp } = read
    if (!row || row.ended === 'signed-out' || row.ended === 'revoked') return 'SESSION_ENDED'
    if (row.ended === 'replaced' || now() >= exp * 1000) return 'TOKEN_EXPIRED'
    return { sid, renewed: now() >= ((iat + exp) / 2) * 1000 ? sign(sid) : null }
  }
  const signIn = (code: string, bearer: string | null): { token: string } | Reason => {
    const known = codes.get(code)
    if (known) known.uses++
    if (!known || now() - known.at > codeLifeMs) return 'CODE_INVALID'
    if (known.uses > 1) return 'CODE_USED'
    const before = readToken(bearer)?.row
    if (before && before.ended === null) before.ended = 'replaced'
    const sid = `session${++made}`
    rows.set(sid, { ended: null })
    return { token: sign(sid) }
  }

  const procedures: Readonly<
    Record<
      string,
      (input: Record<string, string>, bearer: string | null, standing: ReturnType<typeof check>) => object | Reason
    >
  > = {
    'auth.login': ({ code = '' }, bearer) => signIn(code, bearer),
    'auth.logout'(_input, bearer) {
      const row = readToken(bearer)?.row
      if (row) row.ended = 'signed-out'
      return { ended: row ? 1 : 0 }
    },
    'auth.check': (_input, _bearer, standing) => (typeof standing === 'string' ? standing : { user: {}, session: {} }),
    'user.me': (_input, _bearer, standing) => (typeof standing === 'string' ? standing : { id: 'me' }),
    'user.update': (_input, _bearer, standing) => (typeof standing === 'string' ? standing : { id: 'me' }),
  }

  return {
    newCode(): string {
      const code = `code${codes.size}`
      codes.set(code, { at: now(), uses: 0 })
      return code
    },
    /** Codes that came more than once. */
    codesUsedTwice: () => [...codes].filter(([, { uses }]) => uses > 1).map(([code]) => code),
    /** What another phone, or an operator, does. */
    endAll(why: 'revoked' | 'replaced') {
      for (const row of rows.values()) row.ended ??= why
    },
    answer({ url, header, body }: Asked): Answered {
      const bearer = header['authorization']?.replace('Bearer ', '') ?? null
      const code = header['x-login-code']
      let standing = check(bearer)
      let fresh: string | null = typeof standing === 'string' ? null : standing.renewed
      if (code !== undefined && (standing === 'TOKEN_MISSING' || standing === 'TOKEN_EXPIRED')) {
        const entered = signIn(code, bearer)
        fresh = typeof entered === 'string' ? null : entered.token
        standing = fresh === null ? (entered as Reason) : check(fresh)
      }
      const paths = (new URL(url).pathname.split('/trpc/')[1] ?? '').split(',')
      const inputs = (body ? JSON.parse(body) : {}) as Record<string, Record<string, string>>
      const outcomes = paths.map((path, index) =>
        shapeOf(procedures[path]?.(inputs[index] ?? {}, bearer, standing) ?? 'NOT_FOUND', path),
      )
      return {
        statusCode: 200,
        header: fresh === null ? {} : { 'X-Session-Token': fresh },
        data: JSON.stringify(outcomes),
      }
    },
  }
}

function shapeOf(outcome: object | Reason, path: string): object {
  if (typeof outcome !== 'string') return { result: { data: outcome } }
  const { code, number: reasonCode } = refusals[outcome]
  return {
    error: { message: outcome, code: -32_000, data: { code, httpStatus: 400, path, reason: outcome, reasonCode } },
  }
}

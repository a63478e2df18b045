/** What an answer never tells: stacks, files, SQL, the names and versions of what the server is made of. */
const inside = new RegExp(
  [
    /\bat (?:async )?[\w.<>]+ \(|\bat (?:file|node):/,
    /node_modules|node:internal|\/tmp\/|\.(?:ts|js):\d+/,
    /\b(?:select|insert into|update|delete from)\b.{1,80}\b(?:from|values|set|where)\b/i,
    /SQLITE_|SqliteError|no such table|kysely|postgres/i,
    /"stack"|TypeError|ReferenceError|SyntaxError|RangeError|\bERR_(?:HTTP|STREAM|INVALID|SOCKET|MODULE|UNHANDLED|ASSERTION)|\bECONN(?:RESET|REFUSED|ABORTED)\b/,
    /x-powered-by|^server: /im,
    /session_key|js_code|openid/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'im',
)

/** The piece of an answer, head and body, that comes from inside, or `null`. */
export function insideOf(answer: string): string | null {
  return inside.exec(answer)?.[0] ?? null
}

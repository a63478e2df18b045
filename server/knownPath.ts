/** What a log may say was asked for: what the server has. Anything else could be a token in the wrong place. */
import { endpoint, maxBatchSize, procedures } from './procedures/handler.ts'

const unknown = 'unknown'
const pages: ReadonlySet<string> = new Set(['/prefetch', '/openapi.json', '/metrics', '/livez', '/readyz'])
const prefix = `${endpoint}/`

/** The path of a request: of a call with its procedures, of a picture without its id. */
export function knownPath(path: string): string {
  if (path.startsWith(prefix)) return areKnown(path.slice(prefix.length)) ? path : unknown
  if (pages.has(path)) return path
  return path.startsWith('/avatars/') ? '/avatars' : unknown
}

/** The path of one procedure, such as `auth.login`. */
export function knownProcedure(path: string | undefined): string | undefined {
  return path === undefined || isKnown(path) ? path : unknown
}

function areKnown(names: string): boolean {
  if (isKnown(names)) return true
  return names.split(',', maxBatchSize + 1).length <= maxBatchSize && names.split(',').every(isKnown)
}

function isKnown(name: string): boolean {
  return Object.hasOwn(procedures, name)
}

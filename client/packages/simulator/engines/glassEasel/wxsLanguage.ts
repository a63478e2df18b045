// WXS is not quite JavaScript: `constructor` is a string, and dates and patterns come from functions of its own.
// https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/06datatype.html
import { type Node, parse } from 'acorn'
import { isRecord } from '../../record.ts'

interface Edit {
  from: number
  to: number
  text: string
}

/** Names a WXS module finds besides those of the language, as a script for the realm whose value has them as fields. */
export const WXS_GLOBALS = `({
  getDate: (...parts) => (parts.length === 0 ? new Date() : new Date(...parts)),
  getRegExp: (pattern, flags) => new RegExp(pattern, flags),
  $kindOf: value => {
    if (value === null || value === undefined) throw new TypeError('cannot read constructor of ' + value)
    if (Object.hasOwn(Object(value), 'constructor')) return value.constructor
    if (typeof value === 'object' && Object.getPrototypeOf(value) === null) return undefined
    return Object.prototype.toString.call(value).slice(8, -1)
  },
})`

// Words of JavaScript that are names like any other to WXS; what stands in texts and comments is left.
const KEPT = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\*[^]*?\*\/|\/\/[^\n]*/
const WORDS = 'class|enum|super|extends|const|import|export|try|catch|throw|finally|with|instanceof|debugger|new|in'
const NAMES = new RegExp(`(${KEPT.source})|(?<![.\\w$])(${WORDS})(?![\\w$]|\\s*:)`, 'g')

/** For a module that does not parse as JavaScript: renames what WXS takes for a name. */
export function withoutReservedNames(code: string): string {
  return code.replace(NAMES, (all, kept: string | undefined, name: string) => (kept === undefined ? `${name}$` : all))
}

/** Rewrites what reads `.constructor`; answers the code as it is when it does not parse. */
export function withKinds(code: string): string {
  if (!code.includes('constructor')) return code
  const edits: Edit[] = []
  try {
    collect(parse(code, { ecmaVersion: 'latest', sourceType: 'script' }), edits)
  } catch {
    return code
  }
  return applied(code, edits)
}

function collect(node: Node, edits: Edit[], isTarget = false): void {
  const fields: Record<string, unknown> = { ...node }
  const { object } = fields
  if (node.type === 'MemberExpression' && !isTarget && isNode(object) && namesConstructor(fields)) {
    edits.push(
      { from: object.start, to: object.start, text: '$kindOf(' },
      { from: object.end, to: node.end, text: ')' },
    )
  }
  for (const [name, value] of Object.entries(fields)) {
    const written = name === 'left' && node.type === 'AssignmentExpression'
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) collect(child, edits, written)
  }
}

function namesConstructor({ property, computed }: Record<string, unknown>): boolean {
  if (!isRecord(property)) return false
  return computed === true ? property['value'] === 'constructor' : property['name'] === 'constructor'
}

function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value['type'] === 'string' && typeof value['start'] === 'number'
}

// Of edits at one place the outer expression's comes first: it was collected first, and sorting keeps that order.
function applied(code: string, edits: Edit[]): string {
  let at = 0
  let result = ''
  for (const { from, to, text } of [...edits].sort((one, other) => one.from - other.from)) {
    result += code.slice(at, from) + text
    at = to
  }
  return result + code.slice(at)
}

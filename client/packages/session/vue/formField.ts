/** What a form's submit event carries; uni-app and the browser disagree on its type, so it is read with care. */

/** The text of the named field; empty when there is none. */
export function formField(event: unknown, name: string): string {
  const value = property(property(property(event, 'detail'), 'value'), name)
  return typeof value === 'string' ? value : ''
}

function property(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null
    ? new Map<string, unknown>(Object.entries(owner)).get(name)
    : undefined
}

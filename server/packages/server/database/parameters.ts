/** What may be handed to a database as a value: what both of them keep exactly, and nothing else. */

/**
 * SQLite writes NaN as NULL, a fraction and a number too large for an integer as an inexact one, and may cut text at
 * U+0000; PostgreSQL refuses U+0000; both replace a lone surrogate, which makes two different names the same.
 *
 * @throws {TypeError}
 */
export function checkedParameters(parameters: readonly unknown[]): readonly unknown[] {
  for (const parameter of parameters) {
    if (!isPlain(parameter)) throw new TypeError(`The store does not take a ${typeof parameter} like this one`)
  }
  return parameters
}

function isPlain(parameter: unknown): boolean {
  if (typeof parameter === 'string') return parameter.isWellFormed() && !parameter.includes('\0')
  return parameter === null || Number.isSafeInteger(parameter) || Buffer.isBuffer(parameter)
}

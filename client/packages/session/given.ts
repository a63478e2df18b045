/** Reads what came from outside - the storage, a token, an answer, an input - and may be anything. */

/** What `access` gives, or `otherwise` where it throws. */
export function attempt<T>(access: () => T, otherwise: T): T {
  try {
    return access()
  } catch {
    return otherwise
  }
}

/** Whether it does not throw. */
export function succeeds(act: () => void): boolean {
  return attempt(() => {
    act()
    return true
  }, false)
}

/** Undefined for text that is not JSON. */
export function jsonOf(text: string): unknown {
  return attempt<unknown>(() => JSON.parse(text), undefined)
}

/** Undefined where there is no such property, or nothing that could have one. */
export function fieldOf(value: unknown, name: string): unknown {
  return Reflect.get(Object(value), name)
}

/** The property, where it is text. */
export function textOf(value: unknown, name: string): string | null {
  const text = fieldOf(value, name)
  return typeof text === 'string' ? text : null
}

/** The property, where it is a number; else 0. */
export function numberOf(value: unknown, name: string): number {
  const number = fieldOf(value, name)
  return typeof number === 'number' ? number : 0
}

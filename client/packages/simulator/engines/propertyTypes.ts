// Types of properties as components declare them. WeChat goes on with a type it does not know, and takes any value.
// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/component.html
import { isRecord } from '../record.ts'

const TYPES = ['String', 'Number', 'Boolean', 'Object', 'Array', 'Function']

/** Answers the properties with every type one that a framework takes; `odd` hears of the others by their property. */
export function knownTypes(
  properties: Record<string, unknown>,
  odd: (property: string) => void,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, declared]) => {
      if (isType(declared)) return [name, declared]
      if (isRecord(declared) && isType(declared['type'])) return [name, declared]
      if (isRecord(declared) && listsTypes(declared['optionalTypes'])) return [name, declared]
      // `{ value: 1 }` alone is common, and nothing odd.
      if (!isRecord(declared) || declared['type'] !== undefined) odd(name)
      return [name, isRecord(declared) ? { ...declared, type: null } : { type: null }]
    }),
  )
}

// A constructor of the program's realm, which is known by its name.
function isType(value: unknown): boolean {
  return value === null || (typeof value === 'function' && TYPES.includes(value.name))
}

function listsTypes(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isType)
}

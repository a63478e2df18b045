// The .json beside a page or component.
import { isRecord } from '../record.ts'

interface PackageFiles {
  read(file: string): string
  has(file: string): boolean
}

/** The `usingComponents`, component flag and the like of one page or component, as its .json says. */
export interface ComponentConfig {
  component?: boolean
  usingComponents: Record<string, string>
  /** Name of a generic → path of its default as written, empty without one. */
  generics: Record<string, string>
  raw: Record<string, unknown>
}

/** Each .json is read once; one that cannot be read counts as empty, and is a fault. */
export function createConfig(
  { read, has }: PackageFiles,
  faults: Map<string, string>,
): (component: string) => ComponentConfig {
  const known = new Map<string, ComponentConfig>()
  function readConfig(file: string): Record<string, unknown> {
    try {
      return has(file) ? parseRecord(read(file), file) : {}
    } catch (error) {
      faults.set(file, `${file}: ${error instanceof Error ? error.message : String(error)}`)
      return {}
    }
  }
  return (component) => {
    const found = known.get(component)
    if (found !== undefined) return found
    const raw = readConfig(`${component}.json`)
    const config = {
      component: raw['component'] === true,
      usingComponents: stringRecord(raw['usingComponents']),
      generics: genericDefaults(raw['componentGenerics']),
      raw,
    }
    known.set(component, config)
    return config
  }
}

// `"componentGenerics": { "item": { "default": "./item" }, "other": true }`; what has no default stands with an empty
// path.
function genericDefaults(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, isRecord(one) ? String(one['default'] ?? '') : '']),
  )
}

/** Throws when the text is no object. */
export function parseRecord(text: string, file: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text)
  if (!isRecord(value)) throw new Error(`${file} is not an object`)
  return value
}

/** What of an object has strings for values. */
export function stringRecord(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

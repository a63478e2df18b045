// Page() in terms of Component(), so that an engine needs to know only the latter.
import type { Realm } from '../realm/realm.ts'

/** Functions become methods; everything else is put on the page when it is created, as Page() does. */
export function asComponent(realm: Realm, definition: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(definition)
  const methods = Object.fromEntries(entries.filter(([, value]) => typeof value === 'function'))
  const fields = Object.fromEntries(
    entries.filter(([name, value]) => typeof value !== 'function' && !['data', 'behaviors', 'options'].includes(name)),
  )
  const component = {
    data: definition['data'] ?? {},
    behaviors: definition['behaviors'] ?? [],
    options: definition['options'] ?? {},
    methods,
    lifetimes: {
      created(this: object) {
        Object.assign(this, realm.adopt(fields))
      },
    },
  }
  return realm.adopt(component) as Record<string, unknown>
}

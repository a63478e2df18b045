// Objects that only the realm itself can make: they answer or hear of what is not known before.
import type { Callable, Realm } from './realm.ts'

// A promise it must not be taken for; everything else answers another of its kind.
const QUIET = `(function quiet() {
  const answer = (_, name) => (name === 'then' || typeof name === 'symbol' ? undefined : quiet())
  return new Proxy(function () { return quiet() }, { get: answer })
})()`

const WATCHED = `(target, hear) => new Proxy(target, {
  set(target, name, value) { target[name] = value; hear(name, value); return true },
})`

/** Any of its fields is a function that does nothing, and answers another such object. */
export function quietObject(realm: Realm): unknown {
  return realm.evaluate(QUIET, 'quiet.js')
}

/** An object with these fields; `hear` is told of every assignment to it. */
export function watchedObject(
  realm: Realm,
  fields: Record<string, unknown>,
  hear: (name: string, value: unknown) => void,
): unknown {
  return (realm.evaluate(WATCHED, 'watched.js') as Callable)(realm.adopt(fields), realm.adopt(hear))
}

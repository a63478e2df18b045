/** A map that forgets its oldest entry rather than grow without end. */
export interface BoundedMap<V> {
  get(key: string): V | undefined
  set(key: string, value: V): void
  delete(key: string): void
  /** From the oldest on. */
  entries(): IterableIterator<[string, V]>
}

export function createBoundedMap<V>(limit: number): BoundedMap<V> {
  const map = new Map<string, V>()

  return {
    get: (key) => map.get(key),
    set(key, value) {
      map.delete(key)
      map.set(key, value)
      const [oldest] = map.keys()
      if (map.size > limit && oldest !== undefined) map.delete(oldest)
    },
    delete: (key) => void map.delete(key),
    entries: () => map.entries(),
  }
}

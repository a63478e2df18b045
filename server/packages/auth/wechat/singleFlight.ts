/** Many who want the same thing at the same time: one fetches it, all get the answer or the error. */

/** `work` runs unless it is already running under this key. Nothing outlasts the flight, an error least of all. */
export type SingleFlight<T> = (key: string, work: () => Promise<T>) => Promise<T>

export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Promise<T>>()

  return (key, work) => {
    const underway = flights.get(key)
    if (underway) return underway
    const flight = work().finally(() => flights.delete(key))
    flights.set(key, flight)
    return flight
  }
}

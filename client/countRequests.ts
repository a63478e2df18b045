/** Counts the HTTP requests behind the API's calls, so that the first page can show what a tap cost. */

export interface RequestCount {
  /** How many went out since the program started. */
  readonly requests: number
  /** The same `headers` of a link, which asks them once for each request. */
  counted<A extends unknown[], R>(headers: (...asked: A) => Promise<R>): (...asked: A) => Promise<R>
}

export function createRequestCount(): RequestCount {
  let requests = 0
  return {
    get requests() {
      return requests
    },
    counted: (headers) => async (...asked) => {
      const found = await headers(...asked)
      requests++
      return found
    },
  }
}

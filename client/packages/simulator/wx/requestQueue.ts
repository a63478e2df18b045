// WeChat lets ten requests of a program run at a time; the others wait their turn.
// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html

export interface RequestQueue {
  /** Starts `start` now or when a place is free. Call the answer once: it gives the place (or the wait) up. */
  enter(start: () => void): () => void
}

export function createRequestQueue(limit = 10): RequestQueue {
  const waiting = new Set<() => void>()
  let running = 0

  function startNext(): void {
    const [next] = waiting
    if (next === undefined || running >= limit) return
    waiting.delete(next)
    running += 1
    next()
  }

  return {
    enter(start) {
      waiting.add(start)
      startNext()
      return () => {
        if (waiting.delete(start)) return
        running -= 1
        startNext()
      }
    },
  }
}

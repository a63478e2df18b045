/** The life of one HTTP request, which ends once: by its answer, its failure, its abort, or by a silence too long. */

export interface RequestLife {
  /** Ends the request with `act`, unless it has ended already. */
  end: (act: () => void) => void
  /** Calls `giveUp` after so many milliseconds, unless it ends or is watched anew before. */
  watch: (ms: number, giveUp: () => void) => void
}

/** `onEnd` makes room for the next request. */
export function createRequestLife(onEnd: () => void): RequestLife {
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    end(act) {
      if (over) return
      over = true
      clearTimeout(timer)
      try {
        act()
      } finally {
        // Only now: an aborted request counts until it is.
        onEnd()
      }
    },
    watch(ms, giveUp) {
      clearTimeout(timer)
      if (!over) timer = setTimeout(giveUp, ms)
    },
  }
}

// Waiting for a program that works in its own time.

export interface WaitOptions {
  /** @default 5000 */
  timeoutMs?: number
  /** @default 10 */
  intervalMs?: number
}

/**
 * Resolves once `condition` answers true; what it throws counts as "not yet".
 * @param describe what stands there instead, asked when the time is over
 */
export async function waitFor(
  condition: () => boolean,
  describe: () => string,
  options: WaitOptions = {},
): Promise<void> {
  const { timeoutMs = 5000, intervalMs = 10 } = options
  const deadline = performance.now() + timeoutMs
  let last: unknown
  for (;;) {
    try {
      if (condition()) return
      last = undefined
    } catch (error) {
      last = error
    }
    if (performance.now() > deadline) break
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
  }
  const why = last instanceof Error ? ` (${last.message})` : ''
  throw new Error(`Not within ${timeoutMs} ms: ${String(condition)}${why}\n${describe()}`, { cause: last })
}

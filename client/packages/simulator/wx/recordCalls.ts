// What a program asked of wx, in order.

/** One call of a function of wx. */
export interface WxCall {
  api: string
  /** As the program passed them, callbacks included. */
  args: unknown[]
}

/** Answers the same object with every function noting its calls in `calls`. */
export function recordCalls(object: Record<string, unknown>, calls: WxCall[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([api, value]) => {
      if (typeof value !== 'function') return [api, value]
      return [
        api,
        function (this: unknown, ...args: unknown[]): unknown {
          calls.push({ api, args })
          return Reflect.apply(value, this, args) as unknown
        },
      ]
    }),
  )
}

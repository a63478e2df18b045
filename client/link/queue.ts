/** No more than so many at once, in the order in which they came. WeChat carries ten requests at a time. */

/** Runs `start` when there is room. It is told `done`, which makes room for the next; more than once does nothing. */
export type Queue = (start: (done: () => void) => void) => void

export interface QueueOptions {
  /**
   * How many may run at once.
   * @default 10, https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
   */
  limit?: number
}

/** Links that are given the same queue share its room. */
export function createQueue({ limit = 10 }: QueueOptions = {}): Queue {
  const waiting: Parameters<Queue>[0][] = []
  let running = 0
  const run = () => {
    const start = running < limit && waiting.shift()
    if (!start) return
    running += 1
    let over = false
    start(() => {
      if (over) return
      over = true
      running -= 1
      run()
    })
  }
  return (start) => {
    waiting.push(start)
    run()
  }
}

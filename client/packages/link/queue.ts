/** No more than so many at once, in the order in which they came. WeChat carries ten requests at a time. */

/**
 * Runs `start` when there is room. It is told `done`, which makes room for the next; more than once does nothing.
 * `isStream` says that it may run for as long as the person stays.
 */
export type Queue = (start: (done: () => void) => void, isStream?: boolean) => void

export interface QueueOptions {
  /**
   * How many may run at once.
   * @default 10, https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
   */
  limit?: number
  /**
   * How many of them may be streams, so that there is always room for a call.
   * @default three less than the limit, and at least one
   */
  streams?: number
}

/** Links that are given the same queue share its room. */
export function createQueue({ limit = 10, streams = Math.max(limit - 3, 1) }: QueueOptions = {}): Queue {
  const all = createLane(limit)
  const some = createLane(streams)
  return (start, isStream) => {
    if (!isStream) return all(start)
    some((leave) => {
      all((done) => {
        start(() => {
          done()
          leave()
        })
      })
    })
  }
}

type Start = Parameters<Queue>[0]

function createLane(limit: number): (start: Start) => void {
  const waiting: Start[] = []
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

// WeChat's calling convention: success, fail and complete, or a promise when none of them was given.
// https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html
import { isRecord } from '../record.ts'
import { failureResult, WxFailure } from './WxFailure.ts'
import type { Mishap, WxHost } from './WxHost.ts'

/**
 * Makes a wx function out of its work.
 * @param run gets the options (an empty object when none) and answers the result without errMsg, at once or later;
 *   what it throws becomes the `fail` result
 */
export function asyncApi(
  host: WxHost,
  name: string,
  run: (options: Record<string, unknown>) => unknown,
): (options?: unknown) => unknown {
  return (given) => {
    const options = isRecord(given) ? given : {}
    const mishap = host.mishap?.(name, options)
    if (typeof mishap === 'object' && 'throws' in mishap) throw new Error(mishap.throws)
    const outcome = Promise.resolve()
      .then(() => (mishap === 'silent' ? never() : (fails(mishap) ?? run(options))))
      .then((result) => ({ ...(isRecord(result) ? result : {}), errMsg: `${name}:ok` }))
    if (!hasCallback(options)) return outcome.catch((error: unknown) => Promise.reject(asRejection(name, error)))
    for (let times = mishap === 'twice' ? 2 : 1; times > 0; times -= 1) {
      outcome.then(
        (result) => settle(host, options, { callback: 'success', result }),
        (error: unknown) => settle(host, options, { callback: 'fail', result: failureResult(name, error) }),
      )
    }
    return undefined
  }
}

function never(): Promise<never> {
  return new Promise(() => {})
}

function fails(mishap: Mishap | undefined): undefined {
  if (typeof mishap === 'object' && 'fail' in mishap) throw new WxFailure(mishap.fail, mishap.errno)
  return undefined
}

/** Calls `success` or `fail`, then `complete`, with the same result. */
export function settle(
  host: WxHost,
  options: Record<string, unknown>,
  outcome: { callback: 'success' | 'fail'; result: object },
): void {
  host.call(options[outcome.callback], outcome.result)
  host.call(options['complete'], outcome.result)
}

function hasCallback(options: Record<string, unknown>): boolean {
  return ['success', 'fail', 'complete'].some((name) => typeof options[name] === 'function')
}

// WeChat rejects with a plain { errMsg }, which the realm rebuilds; it is no Error there either.
function asRejection(name: string, error: unknown): object {
  return failureResult(name, error)
}

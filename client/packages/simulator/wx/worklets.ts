// wx.worklet, of which a page that is not drawn by Skyline needs only that it is there.
// https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/worklet.html
import { isRecord } from '../record.ts'

const EASINGS = [
  'bounce',
  'ease',
  'elastic',
  'linear',
  'quad',
  'cubic',
  'poly',
  'bezier',
  'circle',
  'sin',
  'exp',
  'in',
  'out',
  'inOut',
]

/** Values are there at once, and animations have ended before they begin. */
export function worklets(): Record<string, unknown> {
  const same = (value: unknown): unknown => value
  return {
    shared: (value: unknown) => ({ value }),
    derived: (compute: unknown) => ({ value: typeof compute === 'function' ? (compute() as unknown) : undefined }),
    timing: same,
    spring: same,
    sequence: (...steps: unknown[]) => steps.at(-1),
    repeat: same,
    decay: (options: unknown) => (isRecord(options) ? options['velocity'] : 0),
    delay: (_wait: unknown, value: unknown) => value,
    cancelAnimation: () => undefined,
    runOnUI: same,
    runOnJS: same,
    Easing: Object.fromEntries(EASINGS.map((name) => [name, same])),
  }
}

// What a program holds of a canvas: the 2d context, the older kind that draws what was noted when it is told to, and
// the node a selector query answers.
// https://developers.weixin.qq.com/miniprogram/dev/api/canvas/CanvasContext.html
import type { Callable } from '../realm/realm.ts'
import { isRecord } from '../record.ts'
import type { Canvas } from './canvases.ts'
import type { WxHost } from './WxHost.ts'

const DRAWS =
  `arc arcTo beginPath bezierCurveTo clearRect clip closePath drawImage ellipse fill fillRect fillText lineTo
  moveTo putImageData quadraticCurveTo rect resetTransform restore rotate roundRect save scale setLineDash setTransform
  stroke strokeRect strokeText transform translate`.split(/\s+/)
const GRADIENTS = ['createLinearGradient', 'createRadialGradient', 'createConicGradient']
const PICTURE_SIZE = 100
// Of the older kind: `setFillStyle(value)` is `fillStyle = value`.
const SETTERS = 'FillStyle StrokeStyle GlobalAlpha LineWidth LineCap LineJoin MiterLimit TextAlign TextBaseline'.split(
  ' ',
)

function drawing(canvas: Canvas): Record<string, Callable> {
  const gradient =
    (name: string) =>
    (...args: unknown[]): unknown => {
      const made = canvas.call(name, args)
      return canvas.handle(made, {
        addColorStop: (...stop) => {
          const add: unknown = made === undefined ? undefined : Reflect.get(Object(made), 'addColorStop')
          if (typeof add === 'function') Reflect.apply(add, made, stop)
        },
      })
    }
  return {
    ...Object.fromEntries(DRAWS.map((name) => [name, (...args: unknown[]) => void canvas.call(name, args)])),
    ...Object.fromEntries(GRADIENTS.map((name) => [name, gradient(name)])),
    createPattern: (...args) => canvas.handle(canvas.call('createPattern', args), {}),
    measureText: (text) => ({ width: canvas.measure(String(text)) }),
    getImageData: (...rect) => imageData(canvas, rect),
    createImageData: (width, height) => ({
      width,
      height,
      data: Array<number>(Number(width) * Number(height) * 4).fill(0),
    }),
    isPointInPath: (...args) => canvas.call('isPointInPath', args) === true,
  }
}

export function imageData(canvas: Canvas, rect: unknown[]): { width: number; height: number; data: number[] } {
  const [left = 0, top = 0, width = 0, height = 0] = rect.map(Number)
  return { width, height, data: canvas.pixels([left, top, width, height]) }
}

/** The `node` of a `<canvas type="2d">`, or a canvas off the screen. */
export function canvasNode(host: WxHost, canvas: Canvas): unknown {
  let context: unknown
  const fields = {
    ...canvas.size(),
    getContext: (kind: unknown) => {
      if (kind !== '2d') {
        host.warn(`A canvas's context ${String(kind)} is not simulated: every method of it does nothing`)
        return host.quietObject()
      }
      context ??= host.watched(drawing(canvas), canvas.set)
      return context
    },
    createImage: () => imageObject(host),
    createPath2D: () => Object.fromEntries(DRAWS.map((name) => [name, () => undefined])),
    createImageData: () => ({ width: 1, height: 1, data: [0, 0, 0, 0] }),
    requestAnimationFrame: (callback: unknown) => host.timers.setTimeout(() => host.call(callback, Date.now()), 16),
    cancelAnimationFrame: (id: unknown) => host.timers.clearTimeout(Number(id)),
    toDataURL: (type: unknown) => {
      const kind = type === 'image/jpeg' ? 'jpg' : 'png'
      return `data:image/${kind === 'jpg' ? 'jpeg' : 'png'};base64,${Buffer.from(canvas.file(kind)).toString('base64')}`
    },
  }
  return host.watched(fields, (name, value) => {
    if (name === 'width' || name === 'height') canvas.resize(name, Number(value))
  })
}

// https://developers.weixin.qq.com/miniprogram/dev/api/canvas/Image.html: it loads once its `src` is set.
function imageObject(host: WxHost): unknown {
  const fields = { src: '', width: 0, height: 0, onload: null, onerror: null }
  const image: unknown = host.watched(fields, (name) => {
    if (name !== 'src') return
    host.timers.setTimeout(() => {
      if (!isRecord(image)) return
      Object.assign(image, { width: PICTURE_SIZE, height: PICTURE_SIZE })
      host.call(image['onload'])
    })
  })
  return image
}

/** The older kind's context: what was called since the last `draw` is drawn by the next. */
export function canvasContext(host: WxHost, canvas: Canvas): unknown {
  let waiting: (() => void)[] = []
  const later =
    (work: (...args: unknown[]) => unknown): Callable =>
    (...args) =>
      void waiting.push(() => work(...args))
  const immediate = drawing(canvas)
  const fields: Record<string, unknown> = {
    ...immediate,
    ...Object.fromEntries(DRAWS.map((name) => [name, later((...args) => canvas.call(name, args))])),
    ...setters(canvas, later),
    createCircularGradient: (x: unknown, y: unknown, r: unknown) =>
      immediate['createRadialGradient']?.(x, y, 0, x, y, r),
    draw(...given: unknown[]) {
      const { width, height } = canvas.size()
      if (given[0] !== true) canvas.call('clearRect', [0, 0, width, height])
      for (const work of waiting) work()
      waiting = []
      host.timers.setTimeout(() => host.call(given.find((one) => typeof one === 'function')))
    },
  }
  return host.watched(fields, (name, value) => void waiting.push(() => canvas.set(name, value)))
}

function setters(canvas: Canvas, later: (work: (...args: unknown[]) => unknown) => Callable): Record<string, Callable> {
  const shadow = ['shadowOffsetX', 'shadowOffsetY', 'shadowBlur', 'shadowColor']
  return {
    ...Object.fromEntries(
      SETTERS.map((name) => [
        `set${name}`,
        later((value) => canvas.set(`${name.charAt(0).toLowerCase()}${name.slice(1)}`, value)),
      ]),
    ),
    setFontSize: later((size) => canvas.set('font', `${Number(size)}px sans-serif`)),
    setShadow: later((...given) => shadow.forEach((name, index) => canvas.set(name, given[index]))),
  }
}

// Canvases: every drawing call is noted, and goes on to a canvas of the test's where it gives one; here nothing is
// drawn.
// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/canvas.html
import type { Callable } from '../realm/realm.ts'
import { isRecord } from '../record.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import type { WxHost } from './WxHost.ts'

/** One call of a canvas's context, or one assignment to it. */
export interface DrawnCall {
  /** The canvas's id, or its canvas-id; empty for one off the screen. */
  canvas: string
  /** `fillRect`, or `fillStyle` for an assignment. */
  call: string
  args: unknown[]
}

/** What of a canvas of Node's, such as one of @napi-rs/canvas or skia-canvas, is used. */
export interface GivenCanvas {
  width: number
  height: number
  getContext(kind: '2d'): unknown
  toBuffer?(type: 'image/png' | 'image/jpeg'): unknown
}

export interface CanvasOptions {
  /**
   * A canvas to draw on for one of the program's: `canvas: ({ width, height }) => createCanvas(width, height)`. It
   * gives the pixels and the width of texts; pictures (drawImage) are noted alone. @default nothing is drawn
   */
  canvas?: ((asked: { id: string; width: number; height: number }) => GivenCanvas) | undefined
}

export interface Canvas {
  /** Notes a call and lets it be drawn; what it answers is the given canvas's, or undefined. */
  call(name: string, args: unknown[]): unknown
  set(name: string, value: unknown): void
  /** A call's result as an object of the program's that stands for it when it comes back. */
  handle(result: unknown, fields: Record<string, Callable>): unknown
  resize(side: 'width' | 'height', pixels: number): void
  size(): { width: number; height: number }
  /** CSS pixels of a line of text. */
  measure(text: string): number
  /** RGBA of a rectangle: nothing but zeros where nothing is drawn. */
  pixels(rect: [left: number, top: number, width: number, height: number]): number[]
  /** The whole picture; one pixel where nothing is drawn. */
  file(type: 'png' | 'jpg'): Uint8Array
}

export interface CanvasHost {
  host: Pick<WxHost, 'adopt' | 'warn'>
  files: SimulatedFiles
  drawn: DrawnCall[]
}

const EMPTY_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const DEFAULT_FONT_SIZE = 10
const NOTHING_DRAWN =
  'canvas: nothing is drawn. Give a canvas to openSimulator, as in ' +
  'canvas: ({ width, height }) => createCanvas(width, height)'

/** Answers how a canvas is made; what asks for pixels that nobody drew says so once. */
export function createCanvasMaker(
  { host, drawn }: CanvasHost,
  { canvas: give }: CanvasOptions,
): (asked: { id: string; width: number; height: number }) => Canvas {
  const handles = new WeakMap<object, unknown>()
  let told = false
  function nothing<TPixels>(pixels: TPixels): TPixels {
    if (!told) host.warn(NOTHING_DRAWN)
    told = true
    return pixels
  }
  return (asked) => {
    const size = { width: asked.width, height: asked.height }
    const paper = createPaper(give?.(asked), handles)
    const note = (call: string, args: unknown[]): void => void drawn.push({ canvas: asked.id, call, args })
    let font = ''
    return {
      call(name, args) {
        note(name, args)
        return name === 'drawImage' ? undefined : paper.run(name, args)
      },
      set(name, value) {
        note(name, [value])
        if (name === 'font') font = String(value)
        paper.assign(name, value)
      },
      handle(result, fields) {
        const inside = host.adopt(fields)
        if (isRecord(inside)) handles.set(inside, result)
        return inside
      },
      resize: (side, pixels) => paper.resize(side, (size[side] = pixels)),
      size: () => size,
      measure: (text) => paper.measure(text) ?? roughWidth(text, font),
      pixels: (rect) => paper.pixels(rect) ?? nothing(Array<number>(Math.max(0, rect[2] * rect[3] * 4)).fill(0)),
      file: (type) => paper.file(type) ?? nothing(EMPTY_PNG),
    }
  }
}

/** The canvas a test gives; without one every answer is undefined. */
function createPaper(given: GivenCanvas | undefined, handles: WeakMap<object, unknown>) {
  const made: unknown = given?.getContext('2d')
  const context = isRecord(made) ? made : undefined
  const real = (value: unknown): unknown => (isRecord(value) ? (handles.get(value) ?? value) : value)
  function run(name: string, args: unknown[]): unknown {
    const method = context?.[name]
    return typeof method === 'function' ? Reflect.apply(method, context, args.map(real)) : undefined
  }
  return {
    run,
    assign(name: string, value: unknown): void {
      if (context !== undefined) context[name] = real(value)
    },
    resize(side: 'width' | 'height', pixels: number): void {
      if (given !== undefined) given[side] = pixels
    },
    measure(text: string): number | undefined {
      const measured = run('measureText', [text])
      return isRecord(measured) ? Number(measured['width']) : undefined
    },
    pixels(rect: unknown[]): number[] | undefined {
      const image = run('getImageData', rect)
      return isRecord(image) ? Array.from(image['data'] as ArrayLike<number>) : undefined
    },
    file(type: 'png' | 'jpg'): Uint8Array | undefined {
      const bytes = given?.toBuffer?.(type === 'jpg' ? 'image/jpeg' : 'image/png')
      return bytes instanceof Uint8Array ? bytes : undefined
    },
  }
}

// Half as wide as high for letters, and a square for what is Chinese.
function roughWidth(text: string, font: string): number {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? DEFAULT_FONT_SIZE)
  return [...text].reduce((width, sign) => width + (sign > '\u00ff' ? size : size / 2), 0)
}

// Canvases that take every drawing call and paint nothing.
// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/canvas.html
import { asyncApi } from './asyncApi.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const DRAWS = [
  'arc',
  'arcTo',
  'beginPath',
  'bezierCurveTo',
  'clearRect',
  'clip',
  'closePath',
  'drawImage',
  'fill',
  'fillRect',
  'fillText',
  'lineTo',
  'moveTo',
  'quadraticCurveTo',
  'rect',
  'restore',
  'rotate',
  'save',
  'scale',
  'setTransform',
  'stroke',
  'strokeRect',
  'strokeText',
  'transform',
  'translate',
  'ellipse',
  'roundRect',
  'resetTransform',
  'setLineDash',
  'putImageData',
]
const SETS = [
  'FillStyle',
  'StrokeStyle',
  'Shadow',
  'GlobalAlpha',
  'LineWidth',
  'LineCap',
  'LineJoin',
  'LineDash',
  'MiterLimit',
  'FontSize',
  'TextAlign',
  'TextBaseline',
]
const EMPTY_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

const nothing = (): undefined => undefined
const takes = (names: string[]): Record<string, () => undefined> =>
  Object.fromEntries(names.map((name) => [name, nothing]))

export function canvasFamily(host: WxHost, files: SimulatedFiles): WxFamily {
  return {
    // The older kind, which draws what was noted when told to.
    createCanvasContext: () =>
      host.adopt({
        ...context(),
        ...takes(SETS.map((name) => `set${name}`)),
        draw: (...given: unknown[]) =>
          void host.timers.setTimeout(() => host.call(given.find((one) => typeof one === 'function'))),
      }),
    canvasToTempFilePath: asyncApi(host, 'canvasToTempFilePath', ({ fileType }) => ({
      tempFilePath: files.add(EMPTY_PNG, fileType === 'jpg' ? 'jpg' : 'png'),
    })),
    canvasGetImageData: asyncApi(host, 'canvasGetImageData', ({ width, height }) =>
      imageData(Number(width), Number(height)),
    ),
    canvasPutImageData: asyncApi(host, 'canvasPutImageData', () => undefined),
    createOffscreenCanvas: (given) => canvasNode(host, Object(given) as Record<string, unknown>),
  }
}

/** The `node` of a `<canvas type="2d">`, as a selector query answers it. */
export function canvasNode(
  host: WxHost,
  { width = 300, height = 150 }: { width?: unknown; height?: unknown },
): unknown {
  return host.adopt({
    width,
    height,
    getContext: () => context(),
    createImage: () => host.adopt({ src: '', width: 0, height: 0, onload: null, onerror: null }),
    createPath2D: () => takes(DRAWS),
    createImageData: () => imageData(1, 1),
    requestAnimationFrame: (callback: unknown) => host.timers.setTimeout(() => host.call(callback, Date.now()), 16),
    cancelAnimationFrame: (id: unknown) => host.timers.clearTimeout(Number(id)),
    toDataURL: () => `data:image/png;base64,${EMPTY_PNG.toString('base64')}`,
  })
}

function context(): Record<string, unknown> {
  const gradient = (): object => ({ addColorStop: nothing })
  return {
    ...takes(DRAWS),
    createLinearGradient: gradient,
    createCircularGradient: gradient,
    createRadialGradient: gradient,
    createPattern: () => ({}),
    measureText: (text: unknown) => ({ width: String(text).length * 10 }),
    getImageData: (...[, , width, height]: unknown[]) => imageData(Number(width), Number(height)),
    createImageData: () => imageData(1, 1),
    isPointInPath: () => false,
  }
}

function imageData(width: number, height: number): { width: number; height: number; data: number[] } {
  return { width, height, data: Array<number>(width * height * 4).fill(0) }
}

// What wx itself can do with canvases, and which canvas of the page is which.
// https://developers.weixin.qq.com/miniprogram/dev/api/canvas/wx.canvasToTempFilePath.html
import { nodeAt } from '../engines/frameworkNode.ts'
import type { Box } from '../layout/createLayout.ts'
import type { OpenPage } from '../program/pageLife.ts'
import { isRecord } from '../record.ts'
import { asyncApi } from './asyncApi.ts'
import { canvasContext, canvasNode, imageData } from './canvasContext.ts'
import { type Canvas, type CanvasHost, type CanvasOptions, createCanvasMaker } from './canvases.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export interface Canvases {
  readonly family: WxFamily
  /** The `node` of a `<canvas>` of the page, the same each time. */
  node(element: Element): unknown
}

export interface CanvasWorld extends Omit<CanvasHost, 'host'> {
  box(element: Element): Box
  page(): OpenPage | undefined
}

const DEFAULT_SIZE = { width: 300, height: 150 }

export function createCanvases(host: WxHost, world: CanvasWorld, options: CanvasOptions): Canvases {
  const make = createCanvasMaker({ ...world, host }, options)
  const { at, named } = canvasPlaces(world, make)
  const nodes = new WeakMap<Canvas, unknown>()
  const ofNode = new WeakMap<object, Canvas>()

  function nodeOf(canvas: Canvas): unknown {
    const node = nodes.get(canvas) ?? canvasNode(host, canvas)
    nodes.set(canvas, node)
    if (isRecord(node)) ofNode.set(node, canvas)
    return node
  }

  function asked({ canvas, canvasId }: Record<string, unknown>): Canvas {
    const found = isRecord(canvas) ? ofNode.get(canvas) : undefined
    if (found !== undefined) return found
    if (typeof canvasId !== 'string') throw new WxFailure('canvas is empty')
    return named(canvasId)
  }

  const offScreen = (size: { width: number; height: number }): unknown => nodeOf(make({ id: '', ...size }))
  return {
    node: (element) => nodeOf(at(element)),
    family: canvasFunctions(host, world.files, { named, asked, offScreen }),
  }
}

/** Which canvas stands where. */
function canvasPlaces(world: CanvasWorld, make: (asked: { id: string; width: number; height: number }) => Canvas) {
  const known = new Map<string, Canvas>()
  const ofElement = new WeakMap<Element, Canvas>()

  function at(element: Element): Canvas {
    const { width, height } = world.box(element)
    const id = element.getAttribute('canvas-id') ?? nodeAt(element)?.id ?? ''
    const canvas = ofElement.get(element) ?? make({ id, ...(width * height > 0 ? { width, height } : DEFAULT_SIZE) })
    ofElement.set(element, canvas)
    return canvas
  }

  /** By canvas-id on the page on top; of one that is not there yet, calls are noted all the same. */
  function named(id: string): Canvas {
    const elements = [...(world.page()?.element.querySelectorAll('wx-canvas') ?? [])]
    const found = elements.find((element) => element.getAttribute('canvas-id') === id)
    if (found !== undefined) return at(found)
    const canvas = known.get(id) ?? make({ id, ...DEFAULT_SIZE })
    known.set(id, canvas)
    return canvas
  }

  return { at, named }
}

interface Known {
  named(id: string): Canvas
  /** The canvas that options name by itself or by its id. */
  asked(options: Record<string, unknown>): Canvas
  /** The node of a canvas that is on no page. */
  offScreen(size: { width: number; height: number }): unknown
}

function canvasFunctions(host: WxHost, files: SimulatedFiles, { named, asked, offScreen }: Known): WxFamily {
  return {
    createCanvasContext: (id) => canvasContext(host, named(String(id))),
    canvasToTempFilePath: asyncApi(host, 'canvasToTempFilePath', (options) => {
      const type = options['fileType'] === 'jpg' ? 'jpg' : 'png'
      return { tempFilePath: files.add(asked(options).file(type), type) }
    }),
    canvasGetImageData: asyncApi(host, 'canvasGetImageData', (options) =>
      imageData(asked(options), [options['x'], options['y'], options['width'], options['height']]),
    ),
    canvasPutImageData: asyncApi(host, 'canvasPutImageData', (options) => {
      asked(options).call('putImageData', [options['data'], options['x'], options['y']])
    }),
    createOffscreenCanvas: (given) => {
      const { width, height } = isRecord(given) ? given : {}
      return offScreen({ width: Number(width ?? 300), height: Number(height ?? 150) })
    },
  }
}

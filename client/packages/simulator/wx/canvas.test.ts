// What a program draws, on both kinds of canvases and both engines.
// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/canvas.html
import { describe, expect, it } from 'vitest'
import type { Simulator, SimulatorOptions } from '../openSimulator.ts'
import { ask, launchProgram } from '../testing/launchProgram.ts'
import { engines } from '../testing/engines.ts'
import type { GivenCanvas } from './canvases.ts'

/** A canvas that fills rectangles with grey, one byte for each of RGBA. */
function greyCanvas(asked: { width: number; height: number }): GivenCanvas {
  const [width, height] = [asked.width, asked.height]
  const grey = new Uint8ClampedArray(width * height)
  const context = {
    fillStyle: 0,
    measureText: (text: string) => ({ width: text.length * 7 }),
    fillRect(...[left = 0, top = 0, wide = 0, high = 0]: number[]) {
      for (let y = top; y < top + high; y += 1) grey.fill(context.fillStyle, y * width + left, y * width + left + wide)
    },
    clearRect: () => grey.fill(0),
    getImageData: (left: number, top: number) => ({
      data: new Uint8ClampedArray(4).fill(grey[top * width + left] ?? 0),
    }),
  }
  return { width, height, getContext: () => context, toBuffer: (type) => Buffer.from(`${type} ${grey.join('')}`) }
}

describe.each(engines)('a canvas on %s', (_name, engine) => {
  const open = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
    launchProgram({
      engine: engine(),
      layout: { '.c': { width: 4, height: 1 } },
      files: {
        'pages/index.wxml': '<canvas type="2d" id="two" class="c"/><canvas canvas-id="old" class="c"/>',
        'pages/index.js': `Page({ two(use) { return new Promise(done => this.createSelectorQuery().select('#two').node(({ node }) => done(use(node, node.getContext('2d')))).exec()) } })`,
      },
      ...options,
    })
  const two = (simulator: Simulator, use: string): Promise<unknown> =>
    ask(simulator, `getCurrentPages()[0].two(${use})`)

  it('notes what is drawn on it, assignments as well as calls', async () => {
    const simulator = await open()
    await two(
      simulator,
      '(canvas, c) => { c.fillStyle = "red"; c.fillRect(0, 0, 2, 1); const g = c.createLinearGradient(0, 0, 1, 1); g.addColorStop(0, "blue"); c.strokeStyle = g; return canvas.width }',
    )
    expect(simulator.drawn.map(({ canvas, call, args }) => [canvas, call, args.length])).toEqual([
      ['two', 'fillStyle', 1],
      ['two', 'fillRect', 4],
      ['two', 'createLinearGradient', 4],
      ['two', 'strokeStyle', 1],
    ])
    expect(simulator.drawn[1]?.args).toEqual([0, 0, 2, 1])
    expect(simulator.errors).toEqual([])
  })

  it('says once that nothing is drawn, when the program wants to see it', async () => {
    const simulator = await open()
    expect(simulator.console).toEqual([])
    const pixels = await two(
      simulator,
      '(_, c) => [...c.getImageData(0, 0, 1, 1).data, ...c.getImageData(0, 0, 1, 1).data]',
    )
    expect(pixels).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect(await ask(simulator, 'wx.canvasToTempFilePath({ canvasId: "old" })')).toMatchObject({
      tempFilePath: 'wxfile://tmp_1.png',
    })
    expect(simulator.console.map(({ level, text }) => [level, text.slice(0, 25)])).toEqual([
      ['warn', 'canvas: nothing is drawn.'],
    ])
    expect(await two(simulator, '(_, c) => { c.font = "20px serif"; return c.measureText("ab中").width }')).toBe(40)
  })

  it('draws on the canvas a test gives, which answers for pixels, texts and files', async () => {
    const simulator = await open({ canvas: greyCanvas })
    const [seen, width, file] = (await two(
      simulator,
      `(canvas, c) => { c.fillStyle = 9; c.fillRect(1, 0, 2, 1)
        return wx.canvasToTempFilePath({ canvas }).then(({ tempFilePath }) => [c.getImageData(1, 0, 1, 1).data, c.measureText('ab').width, tempFilePath]) }`,
    )) as [number[], number, string]
    expect([seen, width]).toEqual([[9, 9, 9, 9], 14])
    expect(Buffer.from(simulator.files.read(file) ?? []).toString()).toBe('image/png 0990')
    expect(simulator.console).toEqual([])
  })

  it('of the older kind draws when it is told to, on what is there or anew', async () => {
    const simulator = await open({ canvas: greyCanvas })
    const picture = async (code: string): Promise<string> => {
      const drawn = `new Promise(done => { ${code} }).then(() => wx.canvasToTempFilePath({ canvasId: 'old', fileType: 'jpg' }))`
      const { tempFilePath } = (await ask(simulator, drawn)) as { tempFilePath: string }
      return Buffer.from(simulator.files.read(tempFilePath) ?? []).toString()
    }
    simulator.evaluate('globalThis.old = wx.createCanvasContext("old")')
    expect(await picture('old.setFillStyle(5); old.fillRect(0, 0, 1, 1); done()')).toBe('image/jpeg 0000')
    expect(await picture('old.draw(false, done)')).toBe('image/jpeg 5000')
    expect(await picture('old.fillStyle = 6; old.fillRect(3, 0, 1, 1); old.draw(true, done)')).toBe('image/jpeg 5006')
    expect(await picture('old.fillRect(1, 0, 1, 1); old.draw(false, done)')).toBe('image/jpeg 0600')
  })

  it('is the same one each time it is asked for, and loads pictures', async () => {
    const simulator = await open()
    simulator.evaluate('globalThis.first = undefined')
    expect(await two(simulator, '(canvas, c) => { first = c }')).toBe(undefined)
    expect(await two(simulator, '(canvas, c) => first === c')).toBe(true)
    expect(
      await two(
        simulator,
        "canvas => new Promise(done => { const image = canvas.createImage(); image.onload = () => done(image.width); image.src = 'a.png' })",
      ),
    ).toBe(100)
    await two(simulator, "canvas => void canvas.getContext('webgl').clear()")
    expect(simulator.console.map(({ text }) => text)).toEqual([
      "A canvas's context webgl is not simulated: every method of it does nothing",
    ])
  })
})

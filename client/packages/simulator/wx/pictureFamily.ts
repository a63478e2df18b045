// Looking at a picture and making it smaller.
// https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.compressImage.html
import { asyncApi } from './asyncApi.ts'
import { createFileReader } from './fileSystem.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

export interface PictureOptions {
  /**
   * What compressing makes of a picture; undefined: it fails.
   * @default a JPEG of so many percent of its bytes as `quality` says
   */
  compressPicture?: ((bytes: Uint8Array, options: Record<string, unknown>) => Uint8Array | undefined) | undefined
}

/** WeChat knows no more types; WebP is `unknown`. */
const SIGNATURES: readonly (readonly [type: string, start: string])[] = [
  ['png', '\x89PNG'],
  ['jpeg', '\xff\xd8\xff'],
  ['gif', 'GIF8'],
  ['tiff', 'II*\0'],
]

export function pictureFamily(
  host: WxHost,
  files: SimulatedFiles,
  { compressPicture = smallerJpeg }: PictureOptions,
): WxFamily {
  const reader = createFileReader(host, files)
  const read = (path: unknown): Uint8Array => {
    if (!reader.has(String(path))) throw new WxFailure('file not found')
    return reader.read(path)
  }
  return {
    getFileInfo: asyncApi(host, 'getFileInfo', ({ filePath }) => ({ size: read(filePath).length })),
    getImageInfo: asyncApi(host, 'getImageInfo', ({ src }) => ({
      path: src,
      type: typeOf(read(src)),
      width: 100,
      height: 100,
      orientation: 'up',
    })),
    compressImage: asyncApi(host, 'compressImage', (options) => {
      const made = compressPicture(read(options['src']), options)
      if (made === undefined) throw new WxFailure('compress image failed')
      return { tempFilePath: files.add(made, 'jpg') }
    }),
  }
}

function typeOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  return SIGNATURES.find(([, signature]) => start.startsWith(signature))?.[0] ?? 'unknown'
}

function smallerJpeg(bytes: Uint8Array, { quality }: Record<string, unknown>): Uint8Array {
  const percent = typeof quality === 'number' ? quality : 80
  const made = new Uint8Array(Math.ceil((bytes.length * percent) / 100))
  made.set([0xff, 0xd8, 0xff, 0xe0])
  return made
}

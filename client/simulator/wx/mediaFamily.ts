// Picking pictures and videos; a test is the person who picks.
// https://developers.weixin.qq.com/miniprogram/dev/api/media/video/wx.chooseMedia.html
import { asyncApi } from './asyncApi.ts'
import type { Privacy } from './privacyFamily.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const DEFAULT_COUNT = 9

export interface MediaOptions {
  /** Paths of `simulator.files` the person picks, or undefined when the person turns back. @default turns back */
  answerMedia?: ((options: Record<string, unknown>) => string[] | undefined) | undefined
}

export function mediaFamily(host: WxHost, world: { files: SimulatedFiles; privacy: Privacy }, { answerMedia }: MediaOptions): WxFamily {
  return {
    chooseMedia: asyncApi(host, 'chooseMedia', async options => {
      await world.privacy.permit('chooseMedia')
      const picked = answerMedia?.(options)
      if (picked === undefined || picked.length === 0) throw new WxFailure('cancel')
      const count = typeof options['count'] === 'number' ? options['count'] : DEFAULT_COUNT
      return { type: 'image', tempFiles: picked.slice(0, count).map(path => tempFile(world.files, path)) }
    }),
  }
}

function tempFile(files: SimulatedFiles, path: string): object {
  const size = files.read(path)?.length
  if (size === undefined) throw new Error(`answerMedia picked ${path}, which simulator.files does not have`)
  return { tempFilePath: path, size, fileType: 'image', width: 100, height: 100, duration: 0, thumbTempFilePath: '' }
}

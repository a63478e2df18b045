// Picking pictures and videos, looking at them and keeping them; a test is the person who picks.
// https://developers.weixin.qq.com/miniprogram/dev/api/media/video/wx.chooseMedia.html
import path from 'node:path'
import { asyncApi } from './asyncApi.ts'
import { createFileReader } from './fileSystem.ts'
import type { ShownNotice } from './interactionFamily.ts'
import type { Privacy } from './privacyFamily.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const DEFAULT_COUNT = 9

export interface MediaOptions {
  /** Paths of `simulator.files` the person picks, or undefined when the person turns back. @default turns back */
  answerMedia?: ((options: Record<string, unknown>) => string[] | undefined) | undefined
}

interface MediaWorld {
  files: SimulatedFiles
  privacy: Privacy
  shown: ShownNotice[]
}

export function mediaFamily(host: WxHost, world: MediaWorld, { answerMedia }: MediaOptions): WxFamily {
  const { files, shown } = world
  const reader = createFileReader(host, files)
  async function pick(api: string, options: Record<string, unknown>): Promise<string[]> {
    await world.privacy.permit(api)
    const picked = answerMedia?.(options)
    if (picked === undefined || picked.length === 0) throw new WxFailure('cancel')
    return picked.slice(0, typeof options['count'] === 'number' ? options['count'] : DEFAULT_COUNT)
  }
  const show = (api: string, listName: string) =>
    asyncApi(host, api, (options) => {
      const list = options[listName]
      if (!Array.isArray(list) || list.length === 0)
        throw new WxFailure(`parameter error: parameter.${listName} should be Array`)
      shown.push({ kind: 'preview', title: '', options: { [listName]: list, current: options['current'] } })
    })
  // Only what the program has can be kept: WeChat takes no address of the web.
  const keep = (api: string) => asyncApi(host, api, ({ filePath }) => void reader.read(filePath))
  return {
    ...choices(host, files, pick),
    previewImage: show('previewImage', 'urls'),
    previewMedia: show('previewMedia', 'sources'),
    saveImageToPhotosAlbum: keep('saveImageToPhotosAlbum'),
    saveVideoToPhotosAlbum: keep('saveVideoToPhotosAlbum'),
    openDocument: keep('openDocument'),
  }
}

/** @param pick what the person picked, paths of files */
function choices(
  host: WxHost,
  files: SimulatedFiles,
  pick: (api: string, options: Record<string, unknown>) => Promise<string[]>,
): WxFamily {
  return {
    chooseMedia: asyncApi(host, 'chooseMedia', async (options) => {
      const picked = await pick('chooseMedia', options)
      return { type: 'image', tempFiles: picked.map((one) => tempFile(files, one)) }
    }),
    chooseImage: asyncApi(host, 'chooseImage', async (options) => {
      const picked = await pick('chooseImage', options)
      return { tempFilePaths: picked, tempFiles: picked.map((one) => ({ path: one, size: sizeOf(files, one) })) }
    }),
    chooseVideo: asyncApi(host, 'chooseVideo', async (options) => {
      const [picked = ''] = await pick('chooseVideo', options)
      return { tempFilePath: picked, duration: 0, size: sizeOf(files, picked), width: 100, height: 100 }
    }),
    chooseMessageFile: asyncApi(host, 'chooseMessageFile', async (options) => {
      const picked = await pick('chooseMessageFile', options)
      return {
        tempFiles: picked.map((one) => ({
          path: one,
          size: sizeOf(files, one),
          name: path.posix.basename(one),
          type: 'file',
          time: 0,
        })),
      }
    }),
  }
}

function tempFile(files: SimulatedFiles, file: string): object {
  return {
    tempFilePath: file,
    size: sizeOf(files, file),
    fileType: 'image',
    width: 100,
    height: 100,
    duration: 0,
    thumbTempFilePath: '',
  }
}

function sizeOf(files: SimulatedFiles, file: string): number {
  const size = files.read(file)?.length
  if (size === undefined) throw new Error(`answerMedia picked ${file}, which simulator.files does not have`)
  return size
}

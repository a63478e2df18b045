// From the options of wx.uploadFile to a multipart form.
import { isRecord } from '../record.ts'
import { parseUrl, requestHeader } from './requestMessage.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import { WxFailure } from './WxFailure.ts'

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
}

export interface UploadMessage {
  url: URL
  /** Its content type does not count: the form brings its own, with its boundary. */
  header: Record<string, string>
  form: FormData
}

/** Throws a WxFailure for what WeChat refuses before it sends anything. */
export function uploadMessage(options: Record<string, unknown>, files: SimulatedFiles, referer: string): UploadMessage {
  const url = parseUrl(options['url'])
  const filePath = text(options, 'filePath')
  const name = text(options, 'name')
  const content = files.read(filePath)
  if (content === undefined) throw new WxFailure('file not found')
  const form = new FormData()
  for (const [field, value] of Object.entries(isRecord(options['formData']) ? options['formData'] : {}))
    form.append(field, String(value))
  const extension = filePath.slice(filePath.lastIndexOf('.') + 1)
  const type = TYPES[extension] ?? 'application/octet-stream'
  form.append(name, new Blob([new Uint8Array(content)], { type }), filePath.slice(filePath.lastIndexOf('/') + 1))
  return { url, header: requestHeader(options['header'], referer), form }
}

function text(options: Record<string, unknown>, name: string): string {
  const value = options[name]
  if (typeof value !== 'string' || value === '')
    throw new WxFailure(`parameter error: parameter.${name} should be String`)
  return value
}

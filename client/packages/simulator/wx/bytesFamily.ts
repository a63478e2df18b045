// Bytes and their text. https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.arrayBufferToBase64.html
import { types } from 'node:util'
import { asyncApi } from './asyncApi.ts'
import { WxFailure } from './WxFailure.ts'
import type { WxFamily, WxHost } from './WxHost.ts'

const RANDOM_LIMIT = 1_048_576

export function bytesFamily(host: WxHost): WxFamily {
  const random = (length: unknown): ArrayBuffer =>
    crypto.getRandomValues(new Uint8Array(Math.min(Number(length), RANDOM_LIMIT))).buffer
  return {
    arrayBufferToBase64: (buffer) => Buffer.from(asBytes(buffer)).toString('base64'),
    base64ToArrayBuffer: (text) => new Uint8Array(Buffer.from(String(text), 'base64')).buffer,
    getRandomValues: asyncApi(host, 'getRandomValues', ({ length }) => {
      if (typeof length !== 'number') throw new WxFailure('parameter error: parameter.length should be Number')
      return { randomValues: random(length) }
    }),
  }
}

/** A buffer of the program's as bytes; empty for anything else. */
export function asBytes(value: unknown): Uint8Array {
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value)
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array()
}

/**
 * The old way of a phone number:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
import { createDecipheriv } from 'node:crypto'
import { CipherError } from './CipherError.ts'
import { phoneInfoSchema, watermarkFault } from './phoneInfo.ts'

export interface EncryptedPhone {
  /** Both base64, as the phone number button gives them. */
  readonly encryptedData: string
  readonly iv: string
  /** The one that was in force when the button was tapped. */
  readonly sessionKey: string
}

/** @throws {CipherError} */
export function decryptPhone(
  encrypted: EncryptedPhone,
  expected: { readonly appId: string; readonly now: number },
): string {
  const info = phoneInfoSchema.safeParse(decrypt(encrypted))
  if (!info.success) throw new CipherError('undecipherable')
  const fault = watermarkFault(info.data, expected)
  if (fault) throw new CipherError(fault)
  return info.data.number
}

/** What was encrypted, or undefined: a wrong key shows as bad padding, now and then only as text that is no JSON. */
function decrypt({ encryptedData, iv, sessionKey }: EncryptedPhone): unknown {
  try {
    const decipher = createDecipheriv('aes-128-cbc', bytesOf(sessionKey), bytesOf(iv))
    return JSON.parse(Buffer.concat([decipher.update(bytesOf(encryptedData)), decipher.final()]).toString('utf8'))
  } catch {
    return undefined
  }
}

/** A form or a query turns "+" into a space, and base64 holds no spaces of its own. */
function bytesOf(base64: string): Buffer {
  return Buffer.from(base64.replaceAll(' ', '+'), 'base64')
}

/** Secrets as the environment writes them, and what makes one too weak. */

const shortestSecretBytes = 32

export function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

export function weaknessOf(key: Uint8Array): string | null {
  if (key.length < shortestSecretBytes)
    return `holds a secret shorter than ${shortestSecretBytes} bytes / 密钥短于 ${shortestSecretBytes} 字节`
  // 32 random bytes hold about 30 different ones; fewer than 16 is a phrase, a pattern or zeros.
  return new Set(key).size < 16 ? 'holds a secret that is not random / 密钥不够随机' : null
}

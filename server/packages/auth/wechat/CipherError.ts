/** What goes wrong with data that WeChat encrypted and a client brought. */

/**
 * - `undecipherable`: not made with this session key, or damaged. The session key may have been replaced since:
 *   `checkSessionKey` tells.
 * - `foreign`: meant for another app.
 * - `old`: made at another time, so the number may have changed hands.
 */
export type CipherErrorKind = 'undecipherable' | 'foreign' | 'old'

const sentences: Readonly<Record<CipherErrorKind, string>> = {
  undecipherable: 'The encrypted data cannot be read with this session key',
  foreign: 'The encrypted data is of another app',
  old: 'The encrypted data is too far from our time',
}

/** Carries nothing of the data, and no cause: a SyntaxError underneath would quote what was decrypted. */
export class CipherError extends Error {
  override readonly name = 'CipherError'

  constructor(readonly kind: CipherErrorKind) {
    super(sentences[kind])
  }
}

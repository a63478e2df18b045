// How a simulated wx call says no.

/**
 * Thrown by an implementation of a wx function: the call fails with errMsg `<name>:fail <reason>`, and with WeChat's
 * errno where it is documented. Carries no cause, because a program on a phone sees none.
 */
export class WxFailure extends Error {
  override name = 'WxFailure'
  readonly errno: number | undefined

  constructor(reason: string, errno?: number) {
    super(reason)
    this.errno = errno
  }
}

/** The object a `fail` callback gets. */
export function failureResult(api: string, error: unknown): { errMsg: string; errno?: number } {
  const reason = error instanceof Error ? error.message : String(error)
  const errMsg = reason === '' ? `${api}:fail` : `${api}:fail ${reason}`
  const errno = error instanceof WxFailure ? error.errno : undefined
  return errno === undefined ? { errMsg } : { errMsg, errno }
}

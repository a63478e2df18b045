/**
 * WeChat's return codes by what they mean for whoever waits: the one table of them. From the common table, the pages of
 * the four interfaces that are called, and the guide to permissions:
 * https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
 * https://developers.weixin.qq.com/doc/oplatform/developers/troubleshooting
 */

/**
 * - `busy`: the same question may be answered a little later.
 * - `misconfigured`: app, secret, address, permission or gateway are not as they should be: only the operator mends it.
 * - `codeInvalid`, `codeUsed`, `codeBlocked`: about the code, or whom it stands for.
 */
export type ErrcodeFamily = 'busy' | 'misconfigured' | 'codeInvalid' | 'codeUsed' | 'codeBlocked'

const families: Readonly<Record<ErrcodeFamily, readonly number[]>> = {
  busy: [
    ...[-1, 44990, 45009, 45011],
    // The token is too old: another one is fetched meanwhile.
    42001,
  ],
  misconfigured: [
    // The app, its secret, and tokens of another app.
    ...[40001, 40002, 40013, 40014, 40125, 40243, 41001, 41002, 41004],
    // The server's address is not on the list, or waits for the administrator's word, or got a no.
    ...[40164, 45035, 61004, 89501, 89503, 89506, 89507],
    // No permission, a ban, an account that is frozen or given up.
    ...[48001, 48004, 50001, 50002],
    // A third-party platform stands between, or a token of one is used.
    ...[41018, 61003, 61005, 61006, 61007, 61014, 61016],
    // Something on the way changes our requests.
    ...[40035, 40066, 40097, 41009, 43001, 43002, 43003, 44002, 45002, 47001, 87008],
  ],
  // 40003: the phone code of somebody else.
  codeInvalid: [40003, 40029, 41008, 42003],
  codeUsed: [40163],
  codeBlocked: [40226],
}

const familyByErrcode: ReadonlyMap<number, ErrcodeFamily> = new Map(
  (['busy', 'misconfigured', 'codeInvalid', 'codeUsed', 'codeBlocked'] as const).flatMap((family) =>
    families[family].map((errcode) => [errcode, family] as const),
  ),
)

/** `null` for a code of no meaning here. */
export function errcodeFamily(errcode: number | undefined): ErrcodeFamily | null {
  return errcode === undefined ? null : (familyByErrcode.get(errcode) ?? null)
}

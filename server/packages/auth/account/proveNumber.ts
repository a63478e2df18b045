/** From what the phone number button gave to the number itself, which only WeChat can vouch for. */
import { createHash } from 'node:crypto'
import { Refusal } from 'uni-trpc-protocol'
import type { AuthLimits } from '../AuthLimits.ts'
import { refusalFor } from '../refuse.ts'
import type { AuthStore, HeldSessionKey, SessionRow } from '../AuthStore.ts'
import { CipherError } from '../wechat/phoneNumber.ts'
import type { WeChat } from '../wechat/wechat.ts'

/** A code of the button or, from old clients, the encrypted number. */
export type PhoneProof = { readonly code: string } | { readonly encryptedData: string; readonly iv: string }

export interface ProveNumberParts {
  readonly store: AuthStore
  readonly wechat: WeChat
  readonly limits: Pick<AuthLimits, 'perPhoneCode'>
}

/** Answers the number, like `+8613800138000`. */
export function createProveNumber(parts: ProveNumberParts) {
  const { store, limits } = parts

  return async ({ userId, sessionId }: { userId: string; sessionId: string }, proof: PhoneProof): Promise<string> => {
    await limits.perPhoneCode(userId)
    const found = await store.findSession(sessionId)
    if (!found) throw new Refusal('SESSION_ENDED')
    try {
      return await ('code' in proof ? byCode(found.session, proof.code, parts) : byCipher(found.session, proof, parts))
    } catch (error) {
      throw refusalFor(error)
    }
  }
}

async function byCode({ appId, openId }: SessionRow, code: string, { store, wechat }: ProveNumberParts) {
  // WeChat tells a used code from an unknown one by nothing, so we remember those we spent; each under who brought
  // it, or anybody could burn another's.
  const hash = createHash('sha256').update(`phone ${appId} ${openId} ${code}`).digest('base64url')
  if (!(await store.spendCode(hash))) throw new Refusal('CODE_USED')
  return wechat.phoneNumber(appId, { code, openId })
}

type Encrypted = Extract<PhoneProof, { readonly iv: string }>

async function byCipher({ appId, openId }: SessionRow, encrypted: Encrypted, { store, wechat }: ProveNumberParts) {
  const held = await store.sessionKeyOf(appId, openId)
  if (!held) throw new Refusal('CODE_INVALID')
  try {
    return decrypted(encrypted, held, (proof) => wechat.decryptPhone(appId, proof))
  } catch (error) {
    if (!(error instanceof CipherError)) throw error
    // A key that WeChat has replaced explains what cannot be read, and signing in again mends it.
    const isDead =
      error.kind === 'undecipherable' && !(await wechat.checkSessionKey(appId, { openId, sessionKey: held.sessionKey }))
    throw new Refusal(isDead ? 'CODE_INVALID' : 'INPUT_INVALID', { cause: error })
  }
}

type Decrypt = (encrypted: Encrypted & { readonly sessionKey: string }) => string

/** A silent sign-in on the way replaces the key that was in force when the button was tapped. */
function decrypted(encrypted: Encrypted, { sessionKey, formerKey }: HeldSessionKey, decrypt: Decrypt): string {
  try {
    return decrypt({ ...encrypted, sessionKey })
  } catch (error) {
    if (!(error instanceof CipherError) || error.kind !== 'undecipherable' || formerKey === null) throw error
    return decrypt({ ...encrypted, sessionKey: formerKey })
  }
}

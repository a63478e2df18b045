/** What a person may do with the own account: phone, profile, leaving. Each verb: check, one write, an audit row. */
import { Refusal } from 'uni-trpc-protocol'
import type { Audit } from '../Audit.ts'
import type { AuthLimits } from '../AuthLimits.ts'
import type { AuthStore } from '../AuthStore.ts'
import { RateLimited } from '../waitRefusals.ts'
import type { WeChat } from '../wechat/wechat.ts'
import { createProveNumber, type PhoneProof } from './proveNumber.ts'
import { toUser, type User } from './user.ts'

/** Who asks, and what the audit row says of it. */
export interface Asker {
  readonly userId: string
  readonly sessionId: string
  readonly requestId: string
  /** Masked. */
  readonly address: string | null
}

export interface Accounts {
  /**
   * Binds a number whose ownership WeChat proves, or changes the one bound before.
   *
   * @throws {Refusal} PHONE_TAKEN, CODE_INVALID, CODE_USED, RATE_LIMITED, SESSION_ENDED, WECHAT_*, STORE_BUSY
   */
  bindPhone(asker: Asker, proof: PhoneProof): Promise<User>
  unbindPhone(asker: Asker): Promise<User>
  update(asker: Asker, profile: { readonly nickname: string }): Promise<User>
  /** Counts a picture of this user, before it is read. @throws {Refusal} RATE_LIMITED */
  mayChangePicture(userId: string): Promise<void>
  /** @throws {Refusal} PICTURE_INVALID for anything but a JPEG, PNG or WebP of at most 512 KiB */
  saveAvatar(asker: Asker, picture: Uint8Array): Promise<User>
  /** Deletes what is personal and ends every session. */
  leave(asker: Asker): Promise<void>
}

export interface AccountsParts {
  readonly store: AuthStore
  readonly wechat: WeChat
  readonly limits: Pick<AuthLimits, 'perPhoneCode' | 'perPicture'>
  readonly audit: Audit
  /** A new unguessable id. */
  readonly newId: () => string
}

export function createAccounts(parts: AccountsParts): Accounts {
  const { store, audit, newId, limits } = parts
  const proveNumber = createProveNumber(parts)
  const note = (event: string, { userId, requestId, address }: Asker) => audit({ event, userId, requestId, address })

  return {
    async bindPhone(asker, proof) {
      try {
        const phone = await proveNumber(asker, proof)
        const before = await store.findUser({ id: asker.userId })
        const user = await store.bindPhone(asker.userId, phone)
        if (before?.phone !== user.phone) await note('bind', asker)
        return toUser(user)
      } catch (error) {
        const { userId, requestId, address } = asker
        // Those who are limited would fill the table.
        if (error instanceof Refusal && !(error instanceof RateLimited))
          void audit({ event: 'refusal', userId, requestId, address, detail: error.reason })
        throw error
      }
    },
    async unbindPhone(asker) {
      const before = await store.findUser({ id: asker.userId })
      if (before && before.phone === null) return toUser(before)
      const user = await store.unbindPhone(asker.userId)
      await note('unbind', asker)
      return toUser(user)
    },
    update: async ({ userId }, profile) => toUser(await store.updateUser(userId, profile)),
    mayChangePicture: (userId) => limits.perPicture(userId),
    saveAvatar: async ({ userId }, bytes) => {
      const type = pictureType(bytes)
      return toUser(await store.saveAvatar(userId, { id: newId(), type, bytes }))
    },
    async leave(asker) {
      if (await store.leave(asker.userId)) await note('leave', asker)
    },
  }
}

const mostBytes = 512 * 1024

/** Latin-1 of the first bytes: the JPEG, PNG (RFC 2083, 3.1) and WebP (RFC 9649, 2.4) signatures. */
const signatures: readonly (readonly [type: string, start: RegExp])[] = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
]

/** The media type. @throws {Refusal} PICTURE_INVALID */
function pictureType(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  const [type] = signatures.find(([, signature]) => signature.test(start)) ?? []
  if (type === undefined || bytes.length > mostBytes) throw new Refusal('PICTURE_INVALID')
  return type
}

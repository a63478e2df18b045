/** What a request is sent with - a token, a code, or nothing - and what its answer brings for the next one. */
import type { Operation } from '@trpc/client'
import { headers as names } from 'uni-trpc-protocol'
import type { Gate } from './gate.ts'
import { isSilent } from './silent.ts'
import type { KeptSession } from './keptSession.ts'

/** What the operations of one request were last sent with, to judge their answers by. */
export interface Sent {
  /** Of the token, or of its absence. */
  readonly era: number
  withCode: boolean
}

export interface SignIn {
  readonly kept: KeptSession
  readonly gate: Gate
  /** By the operation's id, and by `socket` for all its subscriptions. */
  readonly sent: Map<number, Sent>
  /** The tokens that operations which sign out still carry, by the operation's id. */
  readonly leaving: Map<number, string>
}

/** tRPC counts its operations from 1. */
export const socket = 0

const idOf = ({ id }: Operation) => id

export interface Credentials {
  /** For a socket, which names its session when it connects; null while nobody is signed in. */
  connectionParams(): Promise<{ token: string } | null>
  /** For the link below: once per HTTP request, before it is sent. */
  headers(operations: readonly Operation[]): Promise<Record<string, string>>
  /** For the link below: once per HTTP answer, before its operations settle; header names in lower case. */
  onResponse(answer: Readonly<Record<string, string>>, operations: readonly Operation[]): void
}

export function createCredentials({ kept, gate, sent, leaving }: SignIn, appId?: () => string | null): Credentials {
  const mustSignIn = (operations: readonly Operation[]) =>
    !kept.isAlive() && kept.maySignIn() && operations.some(isSilent)

  return {
    async connectionParams() {
      const { token } = kept.look()
      sent.set(socket, { era: kept.era, withCode: false })
      return token === null ? null : { token }
    },
    async headers(operations) {
      const ids = operations.map(idOf)
      kept.look()
      let must = mustSignIn(operations)
      for (; must && gate.isShutTo(ids); must = mustSignIn(operations)) await gate.over()
      const code = must && (await gate.enter(ids))
      const last = ids.map((id) => leaving.get(id)).find(Boolean)
      const request = { era: last ? -1 : kept.era, withCode: !!code }
      for (const id of ids) sent.set(id, request)
      const token = last || kept.facts.token
      const app = code && appId?.()
      return {
        ...(token && { [names.authorization]: `Bearer ${token}` }),
        ...(code && { [names.loginCode]: code }),
        ...(app && { [names.appId]: app }),
      }
    },
    onResponse(answer, operations) {
      const token = answer[names.sessionToken]
      if (!token) return
      const ids = operations.map(idOf)
      const request = sent.get(Number(ids[0]))
      // A slow answer to an older token must not take the place of a newer sign-in.
      if (!request || request.era !== kept.era) return
      kept.keep(token)
      request.withCode = false
      gate.open(ids)
    },
  }
}

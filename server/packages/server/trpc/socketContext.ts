/** Who a WebSocket's operations are for: named once by a token, and asked for again at each operation. */
import type { CreateWSSContextFnOptions } from '@trpc/server/adapters/ws'
import type { WebSocket } from 'ws'
import type { SessionWatch } from 'uni-trpc-auth'
import { asTRPCError, bearerOf, type Context, knownCaller, type Services } from 'uni-trpc-auth/trpc'
import { Refusal } from 'uni-trpc-protocol'
import type { Tally } from './tally.ts'

export interface SocketContextParts {
  readonly services: Services
  readonly watch: SessionWatch
  readonly newId: () => string
}

interface Connecting extends SocketContextParts {
  readonly perSession: Tally
  readonly onNamed: () => void
  readonly endClient: (client: WebSocket) => void
}

type Asked = CreateWSSContextFnOptions

/** @throws {TRPCError} which tRPC tells the client before it closes the connection */
export async function socketContext(asked: Asked, connecting: Connecting): Promise<Context> {
  const { services, watch, newId } = connecting
  const { auth } = services
  try {
    const { user, session, openId } = await auth.check(tokenOf(asked))
    takePlace(asked.res, session.id, connecting)
    const requestId = newId()
    const { id: sessionId, appId, device, address } = session
    return {
      ...services,
      requestId,
      caller: knownCaller({ user, session, openId }),
      bearer: null,
      origin: () => ({ appId, device, address, fullAddress: null, vouched: null, requestId }),
      inputInUrl: false,
      socket: {
        caller: async () => knownCaller(await auth.recheck({ userId: user.id, sessionId })),
        onEnded: (tell) => watch.on(sessionId, tell),
      },
    }
  } catch (error) {
    throw asTRPCError(error)
  }
}

/** One of the few connections of this session, until it closes or the session ends. @throws {Refusal} RATE_LIMITED */
function takePlace(client: WebSocket, sessionId: string, { perSession, watch, endClient, onNamed }: Connecting): void {
  const leave = perSession.enter(sessionId)
  if (!leave) throw new Refusal('RATE_LIMITED')
  const unwatch = watch.on(sessionId, () => endClient(client))
  whenClosed(client, () => {
    leave()
    unwatch()
  })
  onNamed()
}

/** Also when it closed while its token was checked. */
export function whenClosed(client: WebSocket, run: () => void): void {
  if (client.readyState === client.OPEN) client.once('close', run)
  else run()
}

/** @throws {Refusal} TOKEN_MISSING */
function tokenOf({ req, info }: Asked): string {
  const token = bearerOf(req.headers.authorization) ?? info.connectionParams?.['token']
  if (!token) throw new Refusal('TOKEN_MISSING')
  return token
}

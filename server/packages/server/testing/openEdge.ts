/**
 * A world behind Node's own HTTP server, sockets too, in this process; and a way to send it bytes that no client
 * would.
 */
import { connect } from 'node:net'
import { createSessionWatch } from 'uni-trpc-auth'
import { logErrors } from '../observability/logErrors.ts'
import { openDoor, type DoorParts } from '../http/openDoor.ts'
import { openSocket } from '../trpc/socket.ts'
import { lifetimes, type World } from './world.ts'

export type Edge = Awaited<ReturnType<typeof openEdge>>

export async function openEdge(world: World, options: Partial<DoorParts> = {}) {
  const { api, services, log, fetch } = world
  const { newId, store, now } = services
  const parts = { host: '127.0.0.1', port: 0, keepAlive: 75_000, isStopping: () => false, fetch, newId, log, api }
  const door = await openDoor({ ...parts, ...options })
  const watch = createSessionWatch({ store, lifetimes, now, onError: () => undefined })
  const socket = openSocket(door.server, {
    api,
    services: services.forProcedures,
    watch,
    newId,
    onError: logErrors(log, api),
  })
  const { port } = door.address
  return {
    ...door,
    port,
    origin: `http://127.0.0.1:${port}`,
    /** Everything that comes back until the server closes the connection, or has been silent for so long. */
    send(bytes: string | Buffer, silentMs = 1000): Promise<string> {
      return new Promise((resolve) => {
        let heard = ''
        const client = connect(port, '127.0.0.1', () => client.write(bytes))
        client.setTimeout(silentMs, () => client.destroy())
        client.on('data', (chunk) => (heard += chunk.toString('latin1')))
        client.on('error', () => undefined)
        client.on('close', () => resolve(heard))
      })
    },
    async stop() {
      await socket.close()
      watch.stop()
      await door.close(1000)
    },
  }
}

/** nginx and Caddy in front, with the files of docs/going-live.md, started anew, and nodes killed behind them. */
import { proxyFiles } from '../../testing/proxyFiles.ts'
import { isMissing, startProxy, type RunningProxy } from '../../testing/startProxy.ts'
import type { Scene } from './Scene.ts'

const times = 3

export const behind = (program: 'nginx' | 'caddy'): Scene => ({
  name: `${program} in front, started anew, and nodes killed behind it`,
  missing: () => (isMissing(program) ? `this machine has no ${program}` : null),
  story({ onProgress }) {
    let proxy: RunningProxy | undefined
    return {
      database: 'sqlite',
      async during({ nodes, restart, sendPeople, untilServed }) {
        const begin = async () => {
          const [node] = nodes
          proxy = await startProxy(program, (port) =>
            proxyFiles[program](port, Number(new URL(node?.origin ?? '').port)),
          )
        }
        await begin()
        sendPeople(() => proxy?.origin ?? '')
        for (let count = 1; count <= times; count++) {
          await untilServed(12)
          onProgress(`${program} ends, ${count} of ${times}`)
          await proxy?.stop()
          await begin()
          await untilServed(12)
          onProgress(`a node is killed behind ${program}, ${count} of ${times}`)
          await restart(0)
          await proxy?.stop()
          await begin()
        }
        await untilServed(12)
      },
      after: async () => proxy?.stop(),
    }
  },
})

/** What goes wrong with the nodes themselves: signals, clocks, and being replaced one by one. */
import { setTimeout as delay } from 'node:timers/promises'
import { createBalancer, type Balancer } from '../../testing/createBalancer.ts'
import type { Scene } from './Scene.ts'

const times = 3
const minute = 60_000
/** Between the two of them. */
const twiceMs = 300

export const signals: Scene = {
  name: 'SIGTERM once and twice, SIGKILL once and right after the start',
  story: ({ onProgress }) => ({
    database: 'sqlite',
    async during({ restart, untilServed, problem }) {
      const ways = [
        ['SIGTERM', 0, ['SIGTERM']],
        ['SIGTERM twice', 1, ['SIGTERM', 'SIGTERM']],
        ['SIGKILL while it stops', null, ['SIGTERM', 'SIGKILL']],
        ['SIGKILL', null, ['SIGKILL']],
        ['SIGKILL right after the start', null, ['SIGKILL']],
      ] as const
      for (const [name, expected, [first, second]] of ways) {
        if (name !== 'SIGKILL right after the start') await untilServed(12)
        onProgress(name)
        const code = await restart(0, async (node) => {
          const ended = node.stop(first)
          if (second === undefined) return ended
          await delay(twiceMs)
          return node.stop(second)
        })
        if (code !== expected) problem(`${name} ended with ${code}`)
      }
      await untilServed(12)
    },
  }),
}

export const clocks: Scene = {
  name: 'clocks that differ by half a minute and jump by more than an hour',
  story: ({ pace, onProgress }) => ({
    database: 'sqlite',
    nodes: 2,
    isSmooth: true,
    async during({ nodes: [one, other], untilServed }) {
      other?.setClock(minute / 2)
      await untilServed(24)
      for (const minutes of [70, 0, -70, 0]) {
        onProgress(`one clock is ${minutes} minutes off, the other half a minute`)
        one?.setClock(minutes * minute)
        await pace(1)
        await untilServed(24)
      }
      other?.setClock(0)
    },
  }),
}

export const rolling: Scene = {
  name: 'two nodes behind a balancer, restarted one after the other',
  story({ onProgress }) {
    let balancer: Balancer | undefined
    return {
      database: 'postgres',
      nodes: 2,
      isSmooth: true,
      async during({ nodes, restart, sendPeople, untilServed, problem }) {
        const going = createBalancer(() => nodes)
        balancer = going
        sendPeople(going.next)
        for (let count = 1; count <= times; count++) {
          for (const index of nodes.keys()) {
            onProgress(`node ${index}, ${count} of ${times}`)
            const code = await restart(index, (node) => node.stop('SIGTERM'))
            if (code !== 0) problem(`SIGTERM ended with ${code}`)
            await untilServed(12)
          }
        }
      },
      after: () => Promise.resolve(balancer?.stop()),
    }
  },
}

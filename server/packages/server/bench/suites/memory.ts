/** What a live session and an open socket hold in the server's memory. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { createInstallation, signIn, startOurs } from '../candidate.ts'
import type { Suite } from './suite.ts'

const sessionCount = 2000
/** Of each session: the server allows five. */
const socketsEach = 2
const socketSessions = 500

export const memorySuite: Suite = async ({ folder, upstream, say }) => {
  const installation = createInstallation(`file:${join(folder, 'memory.db')}`, upstream)
  const { running, origin } = await startOurs(installation)
  const rest = async () => {
    await sleep(2000)
    return (await running.cost()).rss
  }
  const sockets: WebSocket[] = []
  try {
    // The first ones also pay for code that is compiled and pages that SQLite keeps.
    await liveSessions(origin, sessionCount)
    const before = await rest()
    const tokens = await liveSessions(origin, sessionCount)
    const withSessions = await rest()
    say(`${sessionCount} sessions are live`)
    for (const token of tokens.slice(0, socketSessions)) {
      for (let each = 0; each < socketsEach; each++) sockets.push(await openSocket(origin, token))
    }
    const withSockets = await rest()
    const kib = (bytes: number, count: number) => (bytes / count / 1024).toFixed(1)
    const notes = [
      `A live session: ${kib(withSessions - before, sessionCount)} KiB of resident memory, over ${sessionCount}.`,
      `An open socket: ${kib(withSockets - withSessions, sockets.length)} KiB, over ${sockets.length}.`,
    ]
    return { title: 'Memory', base: '', figures: [], busiest: 0, notes }
  } finally {
    for (const socket of sockets) socket.terminate()
    await running.stop()
  }
}

/** Signs in and checks once, as a phone does. */
async function liveSessions(origin: string, count: number): Promise<string[]> {
  const tokens: string[] = []
  for (let made = 0; made < count; made++) {
    const token = await signIn(origin)
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    await (await fetch(`${origin}/trpc/auth.check`, { method: 'POST', headers })).arrayBuffer()
    tokens.push(token)
  }
  return tokens
}

function openSocket(origin: string, token: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/trpc`, {
      headers: { authorization: `Bearer ${token}` },
    })
    socket.once('error', reject)
    socket.once('open', () => resolve(socket))
  })
}

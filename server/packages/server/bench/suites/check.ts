/** `auth.check` beside everybody: one token verified, one row read, one answer. */
import { join } from 'node:path'
import { createInstallation, signIn, startOurs, startPeer, type Candidate, type Installation } from '../candidate.ts'
import { measure } from '../rounds.ts'
import type { Suite } from './suite.ts'

export const raw = 'raw node:http'
export const ours = 'uni-trpc'

const json = { 'content-type': 'application/json' }

/** Each with the path of its check; the tutorial reads no database, better-auth is asked by its own cookie. */
const peers = [
  { name: raw, script: 'raw', method: 'POST', path: '/' },
  { name: 'raw node:http with log and metric', script: 'rawWithLog', method: 'POST', path: '/' },
  { name: 'Hono + tRPC', script: 'trpcHono', method: 'POST', path: '/trpc/auth.check' },
  { name: 'tRPC standalone', script: 'trpcStandalone', method: 'POST', path: '/trpc/auth.check' },
  { name: 'tRPC on Fastify', script: 'trpcFastify', method: 'POST', path: '/trpc/auth.check' },
  { name: 'tRPC on Express', script: 'trpcExpress', method: 'POST', path: '/trpc/auth.check' },
  { name: 'the tutorial on Express 5, no database', script: 'tutorial', method: 'POST', path: '/isAuth' },
  { name: 'better-auth, get-session', script: 'betterAuth', method: 'GET', path: '/api/auth/get-session' },
] as const

type PeerName = (typeof peers)[number]['name']

export const checkSuite: Suite = async (options) => {
  const { folder, upstream, driver, rounds, seconds, say } = options
  const installation = createInstallation(`file:${join(folder, 'check.db')}`, upstream)
  const candidates = await checkCandidates(installation)
  try {
    const measured = await measure({ candidates, driver, rounds, seconds, connections: 32, say })
    return { title: 'auth.check, 32 connections', base: raw, ...measured }
  } finally {
    for (const { running } of candidates) await running.stop()
  }
}

/** Our server on this installation, then the peers named, on the same database and with the same token. */
export async function checkCandidates(
  installation: Installation,
  names: readonly PeerName[] = peers.map(({ name }) => name),
): Promise<Candidate[]> {
  const { running, origin } = await startOurs(installation)
  const headers = { ...json, authorization: `Bearer ${await signIn(origin)}` }
  const all: Candidate[] = [{ name: ours, running, url: `${origin}/trpc/auth.check`, method: 'POST', headers }]
  for (const { name, script, method, path } of peers.filter((peer) => names.includes(peer.name))) {
    const peer = await startPeer(script, installation)
    const itsHeaders = method === 'GET' ? { ...peer.headers } : { ...headers, ...peer.headers }
    all.push({ name, running: peer.running, url: peer.origin + path, method, headers: itsHeaders })
  }
  return all
}

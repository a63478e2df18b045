/** `auth.login` with a WeChat that answers at once: exchange, rows on the disk, a signed token. */
import { join } from 'node:path'
import { createInstallation, startOurs, startPeer, type Candidate } from '../candidate.ts'
import { measure } from '../rounds.ts'
import { ours, raw } from './check.ts'
import type { Suite } from './suite.ts'

const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"code":"{code}"}' } as const

export const signInSuite: Suite = async ({ folder, upstream, driver, rounds, seconds, say }) => {
  const installation = createInstallation(`file:${join(folder, 'sign-in.db')}`, upstream)
  const own = await startOurs(installation)
  const peer = await startPeer('raw', installation)
  const candidates: Candidate[] = [
    { name: ours, running: own.running, url: `${own.origin}/trpc/auth.login`, ...request },
    { name: raw, running: peer.running, url: `${peer.origin}/sign-in`, ...request },
  ]
  try {
    const measured = await measure({ candidates, driver, rounds, seconds, connections: 16, say })
    return { title: 'auth.login, 16 connections, an instant upstream', base: raw, ...measured }
  } finally {
    for (const { running } of candidates) await running.stop()
  }
}

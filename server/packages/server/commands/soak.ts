/**
 * `npm run soak -- 60`: two processes write and checkpoint one SQLite file for so many seconds, and nothing may be
 * lost; then the same file, made old, is tidied, and the longest turn of the event loop is told. Figures of one
 * machine.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseSync } from '@photostructure/sqlite'
import { openStore } from '../store/store.ts'
import { testSeal } from '../store/testing/aSignIn.ts'
import { createWorkers, tellAll } from '../store/testing/workers.ts'

const seconds = Number(process.argv[2] ?? 60)
const oldRows = 100_000
const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-soak-'))
const path = join(folder, 'app.db')
const url = `file:${path}`
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Answers how many sign-ins were acknowledged, and how many of them are missing. */
async function writeAndCheckpoint(): Promise<{ written: number; lost: number; integrity: unknown }> {
  const workers = createWorkers()
  try {
    const nodes = await workers.start(2)
    await tellAll(nodes, () => ({ kind: 'open', url }))
    const written = (
      await tellAll(nodes, (index) => ({ kind: 'signInAndCheckpoint', name: `node${index}`, seconds }))
    ).flat()
    await tellAll(nodes, () => ({ kind: 'close' }))
    const file = new DatabaseSync(path)
    const kept = new Set(
      file
        .prepare('select id from sessions')
        .all()
        .map((row) => String(row.id)),
    )
    const integrity: unknown = file.prepare('pragma integrity_check').get()?.integrity_check
    file.close()
    return { written: written.length, lost: written.filter((id) => !kept.has(String(id))).length, integrity }
  } finally {
    await workers.end()
  }
}

function makeOld(): void {
  const file = new DatabaseSync(path, { timeout: 5000 })
  const rows = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${oldRows})`
  file.exec(`begin;
    ${rows} insert into sessions
        (id, user_id, app_id, openid, created_at, last_seen_at, expires_at, ended_at, end_reason)
      select 'old' || hex(randomblob(9)), (select id from users), 'wxone', 'o', i, i, i, i, 'signed-out' from n;
    ${rows} insert into audit (event, user_id, at) select 'sign-in', 'u' || (i % 1000), 7 from n;
    commit; pragma wal_checkpoint(truncate)`)
  file.close()
}

async function longestTurnMs(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 })
  histogram.enable()
  await delay(20)
  histogram.reset()
  await work()
  await delay(5)
  histogram.disable()
  return histogram.max / 1e6
}

const { written, lost, integrity } = await writeAndCheckpoint()
say(`two processes, ${seconds} s: ${written} sign-ins acknowledged, ${lost} lost, integrity ${String(integrity)}`)
makeOld()
const store = await openStore({ url, seal: testSeal })
const before = Date.now()
const ofSessions = await longestTurnMs(() => store.pruneSessions(before))
say(`forgetting ${oldRows} sessions: longest turn ${ofSessions.toFixed(1)} ms`)
const ofAudit = await longestTurnMs(() => store.pruneAudit(1000))
say(`forgetting ${oldRows} rows of the audit: longest turn ${ofAudit.toFixed(1)} ms`)
await store.close()
rmSync(folder, { recursive: true, force: true })
process.exitCode = lost === 0 && integrity === 'ok' ? 0 : 1

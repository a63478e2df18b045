/** Kills a server with SIGKILL again and again while people use it, starts it on the same database, and looks what is left. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { start, testEnvironment } from '../../testing/startServer.ts'
import { createJournal, live, lostOf } from './journal.ts'
import { openStandIn } from './openStandIn.ts'

export interface KillsOptions {
  /** What `npm start` runs. */
  readonly entry: string
  readonly kills: number
  readonly onProgress?: (kills: number) => void
}

export interface KillsSummary {
  readonly kills: number
  readonly acknowledged: number
  readonly unanswered: number
  /** What was acknowledged and is not so, and whatever else is not as it must be. */
  readonly problems: readonly string[]
}

const seats = 6
/** A server is killed so long after it is ready, more or less. */
const leastMs = 100
const spreadMs = 700

export async function runKills({ entry, kills, onProgress = () => {} }: KillsOptions): Promise<KillsSummary> {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-kills-'))
  const file = join(folder, 'app.db')
  const standIn = await openStandIn()
  const journal = createJournal()
  const startOne = () => start([entry], { ...testEnvironment(file), ...standIn.environment })
  let node = await startOne()
  try {
    let isOver = false
    const life = { standIn, origin: () => node.origin, isOver: () => isOver }
    const people = Array.from({ length: seats }, (_none, seat) => live(journal, life, seat))
    for (let killed = 1; killed <= kills; killed++) {
      await new Promise((resolve) => setTimeout(resolve, leastMs + Math.random() * spreadMs))
      await node.stop('SIGKILL')
      node = await startOne()
      onProgress(killed)
    }
    isOver = true
    await Promise.all(people)
    const lost = await lostOf(journal, node.origin)
    const { acknowledged, unanswered, wrong } = journal
    return { kills, acknowledged, unanswered, problems: [...wrong, ...lost, ...wrongIn(file)] }
  } finally {
    await node.stop('SIGKILL')
    standIn.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** By SQLite's own checks, and by what may be there once only. */
function wrongIn(path: string): string[] {
  const file = new DatabaseSync(path)
  const rows = (sql: string) => file.prepare(sql).all()
  try {
    const integrity = rows('pragma integrity_check')
      .map((row) => String(row.integrity_check))
      .filter((text) => text !== 'ok')
    const doubled = rows('select openid from identities group by app_id, openid having count(*) > 1').map(
      () => 'an identity is there twice',
    )
    const shared = rows(
      'select phone_index from users where phone_index is not null group by phone_index having count(*) > 1',
    ).map(() => 'a number is on two users')
    const lonely = rows(
      'select id from users where id not in (select user_id from identities) and left_at is null and merged_into is null',
    ).map(() => 'a user nobody can reach')
    const broken = rows('pragma foreign_key_check').map(() => 'a row that belongs to nobody')
    return [...integrity, ...doubled, ...shared, ...lonely, ...broken]
  } finally {
    file.close()
  }
}

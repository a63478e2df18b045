/** The same check with a thousand sessions in the table, and with a million. */
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { createInstallation, type Candidate } from '../candidate.ts'
import { measure } from '../rounds.ts'
import { checkCandidates } from './check.ts'
import type { Suite } from './suite.ts'

const counts = [1_000, 1_000_000]

export const rowsSuite: Suite = async ({ folder, upstream, driver, rounds, seconds, say }) => {
  const candidates: Candidate[] = []
  try {
    for (const count of counts) {
      const file = join(folder, `rows-${count}.db`)
      const [own] = await checkCandidates(createInstallation(`file:${file}`, upstream), [])
      if (!own) throw new Error('Our server is not there')
      say(`${count} sessions are being written`)
      fill(file, count)
      candidates.push({ ...own, name: nameOf(count) })
    }
    const measured = await measure({ candidates, driver, rounds, seconds, connections: 32, say })
    return { title: 'auth.check with many sessions', base: nameOf(1_000), ...measured }
  } finally {
    for (const { running } of candidates) await running.stop()
  }
}

const nameOf = (count: number) => `${count.toLocaleString('en')} sessions`

/** Copies of the one session there is, each of a person of its own. */
function fill(path: string, count: number): void {
  const db = new DatabaseSync(path)
  const copy = (table: string, changed: Readonly<Record<string, string>>) => {
    const columns = db
      .prepare(`select name from pragma_table_info(?)`)
      .all(table)
      .map(({ name }) => String(name))
    const values = columns.map((name) => changed[name] ?? `old.${name}`)
    db.exec(`insert into ${table} (${columns.join()}) select ${values.join()} from
      (select * from ${table} limit 1) old, generate_series_of_bench n`)
  }
  db.exec(`create temp table generate_series_of_bench as
    with recursive series(value) as (select 1 union all select value + 1 from series where value < ${count}) select * from series`)
  db.exec('begin immediate')
  copy('users', { id: `'u' || n.value` })
  copy('sessions', { id: `'s' || n.value`, user_id: `'u' || n.value`, openid: `'o' || n.value` })
  db.exec('commit')
  db.close()
}

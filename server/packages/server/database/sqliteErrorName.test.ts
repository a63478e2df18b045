import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sqliteErrorName } from './sqliteErrorName.ts'

let folder: string
let holder: InstanceType<typeof DatabaseSync>
let other: InstanceType<typeof DatabaseSync>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  holder = new DatabaseSync(join(folder, 'test.db'))
  holder.exec('create table t (a text primary key, b int unique) strict; insert into t values (1, 1)')
  other = new DatabaseSync(join(folder, 'test.db'))
})
afterEach(() => {
  for (const file of [holder, other]) file.close()
  rmSync(folder, { recursive: true, force: true })
})

it.each(['all', 'get', 'run'] as const)(
  'a lock and a full file are known by their names, whichever way they are met: %s',
  (way) => {
    const nameOf = (sql: string) => {
      try {
        other.prepare(sql)[way]()
        return 'no error'
      } catch (error) {
        return sqliteErrorName(error)
      }
    }
    holder.exec('begin immediate')
    expect(nameOf("insert into t values ('2', 2) returning a")).toBe('SQLITE_BUSY')
    holder.exec('rollback')
    expect(nameOf("insert into t values ('3', 1) returning a")).toBe('SQLITE_CONSTRAINT_UNIQUE')
    other.exec('pragma max_page_count = 3')
    expect(nameOf('insert into t values (hex(zeroblob(100000)), 4) returning 1')).toBe('SQLITE_FULL')
    other.exec('pragma query_only = on')
    expect(nameOf("insert into t values ('5', 5) returning a")).toMatch(/^SQLITE_READONLY/)
  },
)

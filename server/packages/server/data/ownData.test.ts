import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStore } from '../store/store.ts'
import { start } from '../store/testing/aSignIn.ts'
import { dataProblems } from '../testing/dataProblems.ts'
import { defineData, type Migrating } from './index.ts'
import { defineDiaries } from './testing/diaries.ts'
import { ownDataContract } from './testing/ownDataContract.ts'

ownDataContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'data-'))
  return {
    open: (options) => openStore({ ...options, url: `file:${join(folder, 'app.db')}`, now: () => start }),
    discard: async () => rmSync(folder, { recursive: true, force: true }),
  }
})

describe('dataProblems', () => {
  it('finds none where each table leads to a person or is named as nobody’s', async () => {
    expect(await dataProblems(defineDiaries())).toEqual([])
  })

  it('names each table that would keep rows of somebody who left, or keep somebody from leaving', async () => {
    const wrong = defineData<{ stray: object; cities: object; gone: object }>({
      migrations: [wrongTables],
      belongToNobody: ['cities', 'gone'],
    })
    expect(await dataProblems(wrong)).toEqual([
      expect.stringMatching(/^stray: whose rows are these\? .*users.*belongToNobody/),
      expect.stringMatching(/^cities: stands in belongToNobody, and a foreign key leads/),
      expect.stringMatching(/^gone: stands in belongToNobody, and there is no such table/),
      expect.stringMatching(/^pages\.diary_id: keeps rows of diaries from going/),
      expect.stringMatching(/^visits\.session_id: refers to sessions/),
      expect.stringMatching(/^moods\.user_id: refers to the owner of albums/),
    ])
  })
})

async function wrongTables({ schema }: Migrating): Promise<void> {
  const owned = (name: string) =>
    schema.createTable(name).addColumn('user_id', 'text', (column) => column.notNull().references('users.id'))
  await schema.createTable('stray').addColumn('user_id', 'text').execute()
  await owned('cities').execute()
  await owned('diaries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .execute()
  await owned('pages')
    .addColumn('diary_id', 'text', (column) => column.references('diaries.id'))
    .execute()
  await owned('albums')
    .addColumn('id', 'text', (column) => column.notNull())
    .addUniqueConstraint('albums_of_one', ['user_id', 'id'])
    .execute()
  await owned('moods')
    .addColumn('album_id', 'text')
    .addForeignKeyConstraint('moods_album', ['user_id', 'album_id'], 'albums', ['user_id', 'id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute()
  await owned('visits')
    .addColumn('session_id', 'text', (column) => column.references('sessions.id'))
    .execute()
}

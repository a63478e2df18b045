/** The statements kept, and the parameters that SQLite would not keep exactly. */
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it } from 'vitest'
import type { SqliteFile } from './sqliteFile.ts'
import { keepStatements } from './keepStatements.ts'

function counted() {
  const database = new DatabaseSync(':memory:')
  const prepared: string[] = []
  const file: SqliteFile = {
    isTransaction: false,
    prepare(sql) {
      prepared.push(sql)
      return database.prepare(sql)
    },
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
  }
  return { file, prepared }
}

describe('keepStatements', () => {
  it('prepares a statement once, and runs it as often as it is asked', () => {
    const { file, prepared } = counted()
    const kept = keepStatements(file)
    kept.prepare('create table t (a text)').run([])
    for (const text of ['x', 'y']) kept.prepare('insert into t values (?)').run([text])
    expect(kept.prepare('select a from t').all([])).toEqual([{ a: 'x' }, { a: 'y' }])
    expect(kept.prepare('select a from t').all([])).toHaveLength(2)
    expect(prepared).toEqual(['create table t (a text)', 'insert into t values (?)', 'select a from t'])
  })

  it('keeps no more than the limit, and lets go of the one unused for longest', () => {
    const { file, prepared } = counted()
    const kept = keepStatements(file, 2)
    for (const number of [1, 2, 1, 3, 1, 2]) kept.prepare(`select ${number}`).all([])
    expect(prepared).toEqual(['select 1', 'select 2', 'select 3', 'select 2'])
  })

  it('works again after a statement failed', () => {
    const kept = keepStatements(counted().file)
    kept.prepare('create table t (a text primary key)').run([])
    const insert = kept.prepare('insert into t values (?)')
    insert.run(['x'])
    expect(() => insert.run(['x'])).toThrow('UNIQUE')
    expect(insert.run(['y']).changes).toBe(1)
  })

  it.each([
    ['a boolean', true],
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['a fraction', 1.5],
    ['a number too large', 2 ** 53],
    ['a bigint', 1n],
    ['U+0000', 'cut\0here'],
    ['an object', {}],
    ['a date', new Date(0)],
  ])('does not let %s through', (_, parameter) => {
    const statement = keepStatements(counted().file).prepare('select ? as a')
    expect(() => statement.all([parameter])).toThrow(TypeError)
    expect(() => statement.run([parameter])).toThrow(TypeError)
    expect(() => statement.iterate([parameter])).toThrow(TypeError)
  })

  it.each(['', 'plain', '微信👩‍👩‍👧', '\u202e', "' or 1=1 --", 0, -1, Number.MAX_SAFE_INTEGER, null])(
    'gives %j back as it was',
    (parameter) => {
      expect(keepStatements(counted().file).prepare('select ? as a').all([parameter])).toEqual([{ a: parameter }])
    },
  )
})

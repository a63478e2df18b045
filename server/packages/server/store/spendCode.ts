/** Remembers which codes were spent, so that a second use is told apart on every node before WeChat is asked. */
import type { Transaction } from 'kysely'
import { kept, type Given } from './kept.ts'
import type { Tables } from './tables.ts'

/** A code lives five minutes; a day leaves room for every clock that is wrong. */
const rememberedMs = 24 * 60 * 60_000
/** More than one, so that the table shrinks; few, so that no sign-in pays for a day of others. */
const forgottenAtOnce = 50

/** Whether it was the first time. */
export async function spendCode(tx: Transaction<Tables>, hash: string, at: number): Promise<boolean> {
  await forget(tx, { before: at - rememberedMs })
  return (await insert(tx, { hash, at })).length === 1
}

const forget = kept((db, given: Given<{ before: number }>) =>
  db
    .deleteFrom('spent_codes')
    .where('hash', 'in', ({ selectFrom }) =>
      selectFrom('spent_codes as old')
        .select('old.hash')
        .where('old.spent_at', '<', given('before'))
        .limit(forgottenAtOnce)
        .forUpdate()
        .skipLocked(),
    ),
)

const insert = kept((db, given: Given<{ hash: string; at: number }>) =>
  db
    .insertInto('spent_codes')
    .values({ hash: given('hash'), spent_at: given('at') })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('hash'),
)

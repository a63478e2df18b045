/** Remembers which codes were spent, so that a second use is told apart on every node before WeChat is asked. */
import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** A code lives five minutes; a day leaves room for every clock that is wrong. */
const rememberedMs = 24 * 60 * 60_000
/** More than one, so that the table shrinks; few, so that no sign-in pays for a day of others. */
const forgottenAtOnce = 50

/** Whether it was the first time. */
export async function spendCode(tx: Transaction<Tables>, hash: string, at: number): Promise<boolean> {
  await tx
    .deleteFrom('spent_codes')
    .where('hash', 'in', ({ selectFrom }) =>
      selectFrom('spent_codes as old')
        .select('old.hash')
        .where('old.spent_at', '<', at - rememberedMs)
        .limit(forgottenAtOnce)
        .forUpdate()
        .skipLocked(),
    )
    .execute()
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('spent_codes')
    .values({ hash, spent_at: at })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Ten checks in one request beside ten requests with one: what a call costs once its request is there. */
import { join } from 'node:path'
import { createInstallation } from '../candidate.ts'
import { measure } from '../rounds.ts'
import { checkCandidates } from './check.ts'
import type { Suite } from './suite.ts'

const size = 10

export const batchSuite: Suite = async ({ folder, upstream, driver, rounds, seconds, say }) => {
  const installation = createInstallation(`file:${join(folder, 'batch.db')}`, upstream)
  const [single] = await checkCandidates(installation, [])
  if (!single) throw new Error('Our server is not there')
  const paths = Array.from({ length: size }, () => 'auth.check').join()
  const url = single.url.replace('auth.check', `${paths}?batch=1`)
  const batch = { ...single, name: `${size} checks in one batch`, url, body: '{}' }
  try {
    const candidates = [{ ...single, name: 'one check' }, batch]
    const measured = await measure({ candidates, driver, rounds, seconds, connections: 32, say })
    const [one = NaN, ten = NaN] = measured.figures.map(({ rate }) => rate.median)
    const notes = [`Checks a second in batches of ${size}: ${((size * ten) / one).toFixed(1)} times those sent singly.`]
    return { title: 'Batches', base: 'one check', ...measured, notes }
  } finally {
    await single.running.stop()
  }
}

/**
 * A node that counts failed sign-ins of one address in the database it is given, and says how many times it was let.
 */
import { createLimits } from '../limits.ts'

const [url = '', tries = '0'] = process.argv.slice(2)
const limits = createLimits({ url, onFallback: (error) => void process.stderr.write(`${String(error)}\n`) })
const results = await Promise.allSettled(
  Array.from({ length: Number(tries) }, () => limits.perIdentity('app', 'shared')),
)
process.stdout.write(`${results.filter(({ status }) => status === 'fulfilled').length}\n`)
await limits.close()

/**
 * `npm run prove:client -- --histories 20000 --seed 1`: the link and the session through so many lives with bad
 * networks, hosts that never call back, storages that fail and clocks that are wrong, in virtual time. The same seed
 * makes the same lives. Ends with 1 when a call did not settle, or somebody was signed out by a fault.
 */
import { parseArgs } from 'node:util'
import { runHistories } from './phone/runHistories.ts'

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const [count, seed] = [Number(values.histories), Number(values.seed)]
const say = (line: string) => void process.stdout.write(`${line}\n`)
const began = performance.now()
const seconds = () => ((performance.now() - began) / 1000).toFixed(0)

say(`seed ${seed}, ${count} histories`)
const found = await runHistories({ count, seed, onProgress: (done) => say(`${done} histories, ${seconds()} s`) })
say(
  found ??
    `seed ${seed}: ${count} histories, every call settled in time and nobody was signed out by a fault, ${seconds()} s`,
)
process.exitCode = found === null ? 0 : 1

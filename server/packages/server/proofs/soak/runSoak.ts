/** A node under steady use for minutes: memory, handles, rows and the write-ahead log must not grow with time. */
import { statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { runHistory, type History, type Stage } from '../history/runHistory.ts'

export interface SoakOptions {
  /** What `npm start` runs. */
  readonly entry: string
  readonly seconds: number
  readonly onProgress?: (line: string) => void
}

interface Sample {
  readonly heap: number
  readonly rss: number
  readonly handles: number
  /** Bytes of SQLite's write-ahead log. */
  readonly wal: number
}

const sampleMs = 1000
const tellEvery = 30
/** A heap that is collected now and then goes up and down; its lowest in a third of the run is what is really held. */
const growth = { heap: 1.3, handles: 30, wal: 3 }

export function runSoak({ entry, seconds, onProgress = () => {} }: SoakOptions): Promise<History> {
  return runHistory({
    entry,
    database: 'sqlite',
    async during(stage) {
      const samples: Sample[] = []
      for (let passed = 1; passed <= seconds; passed++) {
        await delay(sampleMs)
        const sample = sampleOf(stage)
        samples.push(sample)
        if (passed % tellEvery === 0) onProgress(`${passed} s, ${stage.journal.acknowledged} calls: ${toldOf(sample)}`)
      }
      for (const words of grown(samples)) stage.problem(words)
      for (const words of await wrongRows(stage)) stage.problem(words)
    },
  })
}

function sampleOf({ nodes: [node], database }: Stage): Sample {
  const { heap = 0, rss = 0, handles = 0 } = node?.vitals() ?? {}
  const wal = statSync(`${database.url.replace(/^file:/, '')}-wal`, { throwIfNoEntry: false })?.size ?? 0
  return { heap, rss, handles, wal }
}

/** The first third warms up; the second and the last are compared. */
function grown(samples: readonly Sample[]): string[] {
  const third = Math.floor(samples.length / 3)
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)]
  const least = (of: readonly Sample[], what: keyof Sample) => Math.min(...of.map((sample) => sample[what]))
  const heaps = [least(middle, 'heap'), least(last, 'heap')] as const
  const handles = [least(middle, 'handles'), least(last, 'handles')] as const
  const wals = [middle, last].map((of) => Math.max(...of.map(({ wal }) => wal)))
  return [
    ...(heaps[1] > heaps[0] * growth.heap ? [`the heap grew: ${mib(heaps[0])} -> ${mib(heaps[1])}`] : []),
    ...(handles[1] > handles[0] + growth.handles ? [`handles grew: ${handles[0]} -> ${handles[1]}`] : []),
    ...((wals[1] ?? 0) > (wals[0] ?? 0) * growth.wal ? [`the log grew: ${mib(wals[0])} -> ${mib(wals[1])}`] : []),
  ]
}

/** No more rows than what people did. */
async function wrongRows({ database, journal }: Stage): Promise<string[]> {
  const count = async (sql: string) => Number((await database.rows(sql))[0]?.['count'] ?? 0)
  const people = await count('select count(*) as count from users')
  const sessions = await count('select count(*) as count from sessions')
  const { requests } = journal
  return [
    ...(people > requests ? [`${people} users of ${requests} calls`] : []),
    ...(sessions > requests ? [`${sessions} sessions of ${requests} calls`] : []),
  ]
}

const mib = (bytes = 0): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`

function toldOf({ heap, rss, handles, wal }: Sample): string {
  return `heap ${mib(heap)}, resident ${mib(rss)}, ${handles} handles, log ${mib(wal)}`
}

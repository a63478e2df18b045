/**
 * People use one or more nodes of the built server while something goes wrong; afterwards all that was acknowledged is
 * looked for.
 */
import { testEnvironment } from '../../testing/startServer.ts'
import { createJournal, live, type Journal } from './journal.ts'
import { lostOf } from './lostOf.ts'
import { openProofDatabase, type DatabaseKind, type ProofDatabase } from './openProofDatabase.ts'
import { openStandIn, type StandIn } from './openStandIn.ts'
import { startMeasured, type MeasuredServer } from './startMeasured.ts'

export interface Stage {
  readonly database: ProofDatabase
  readonly standIn: StandIn
  readonly journal: Readonly<Journal>
  readonly nodes: readonly MeasuredServer[]
  /** Ends this node by a signal, or as told, and starts another in its place; answers the exit code. */
  restart(index: number, stop?: (node: MeasuredServer) => Promise<number | null>): Promise<number | null>
  /** From now on nodes that are started are of this build. @default the story's */
  build(entry: string): void
  /** From now on people go where this says. @default round the nodes */
  sendPeople(origin: () => string): void
  /** Until so many more calls are acknowledged. @throws {Error} where that takes a minute */
  untilServed(calls: number): Promise<void>
  /** What must not be, in a sentence. */
  problem(words: string): void
}

export interface Story {
  readonly entry: string
  readonly database: DatabaseKind
  /** @default 1 */
  readonly nodes?: number
  /** Where SQLite's file is. @default a folder of its own */
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
  /** What the nodes have for the database's address. @default the address */
  readonly databaseUrl?: (database: ProofDatabase) => Promise<string>
  /** Whether every call has to be answered, and none refused. */
  readonly isSmooth?: boolean
  /** What goes wrong. */
  readonly during: (stage: Stage) => Promise<void>
  /** Called when all is over, also after a failure. */
  readonly after?: () => Promise<unknown>
}

export interface History {
  readonly requests: number
  readonly acknowledged: number
  /** How often each reason was given. */
  readonly refusals: ReadonlyMap<string, number>
  readonly unanswered: number
  /** What was acknowledged and is not so, and whatever else is not as it must be. */
  readonly problems: readonly string[]
  readonly longestTurnMs: number
}

const seats = 6
const servedInMs = 60_000

export async function runHistory(story: Story): Promise<History> {
  const database = await openProofDatabase(story.database, story.folder)
  const standIn = await openStandIn()
  const crew = await openCrew(story, { database, standIn }).catch(async (error: unknown) => {
    standIn.close()
    await database.close()
    throw error
  })
  const journal = createJournal()
  let turn = 0
  let isOver = false
  let origin = (): string => crew.nodes[turn++ % crew.nodes.length]?.origin ?? ''
  const life = { standIn, origin: () => origin(), isOver: () => isOver }
  const people = Array.from({ length: seats }, (_none, seat) => live(journal, life, seat))
  const stage: Stage = {
    database,
    standIn,
    journal,
    nodes: crew.nodes,
    restart: crew.restart,
    build: crew.build,
    sendPeople: (to) => void (origin = to),
    untilServed: (calls) => untilServed(journal, calls),
    problem: (words) => void journal.wrong.push(words),
  }
  try {
    await story.during(stage)
    isOver = true
    await Promise.all(people)
    const lost = await lostOf(journal, origin())
    const { requests, acknowledged, refusals, unanswered, wrong } = journal
    const rough = story.isSmooth && acknowledged < requests ? ['not every call was answered'] : []
    const problems = [...wrong, ...rough, ...lost, ...crew.wrong(), ...(await database.problems())]
    return { requests, acknowledged, refusals, unanswered, problems, longestTurnMs: crew.longestTurnMs() }
  } finally {
    isOver = true
    await Promise.all(people)
    await Promise.all(crew.nodes.map((node) => node.stop('SIGKILL')))
    standIn.close()
    await database.close()
    await story.after?.()
  }
}

async function openCrew(
  { entry, nodes: count = 1, environment, databaseUrl = ({ url }) => Promise.resolve(url) }: Story,
  { database, standIn }: Pick<Stage, 'database' | 'standIn'>,
) {
  const settings = {
    ...testEnvironment(''),
    DATABASE_URL: await databaseUrl(database),
    // Each person has an address of their own.
    TRUSTED_PROXIES: '127.0.0.1',
    ...standIn.environment,
    ...environment,
  }
  const faults: string[] = []
  let longestTurnMs = 0
  let built = entry
  const startOne = () => startMeasured(built, settings)
  /** What a node that ends, or is asked at the end, leaves behind. */
  const note = (node: MeasuredServer): void => {
    longestTurnMs = Math.max(longestTurnMs, node.vitals().longestTurnMs)
    faults.push(...(node.output().match(/^.*"msg":"(?:fault|crash)[^"]*".*$/gm) ?? []))
  }
  const nodes = [await startOne()]
  while (nodes.length < count) nodes.push(await startOne())
  return {
    nodes,
    build: (other: string) => void (built = other),
    async restart(index: number, stop = (node: MeasuredServer) => node.stop('SIGKILL')) {
      const old = nodes[index]
      if (!old) throw new RangeError(`there is no node ${index}`)
      const code = await stop(old)
      note(old)
      nodes[index] = await startOne()
      return code
    },
    wrong: () => {
      nodes.forEach(note)
      return faults
    },
    longestTurnMs: () => longestTurnMs,
  }
}

async function untilServed(journal: Readonly<Journal>, calls: number): Promise<void> {
  const aim = journal.acknowledged + calls
  const until = performance.now() + servedInMs
  while (journal.acknowledged < aim) {
    if (performance.now() > until)
      throw new Error(`nobody was served for ${servedInMs} ms: ${journal.wrong.join('; ')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Writes the page: one table a topic, one row a line. */
import { requirements, topics, type Requirement } from './requirements.ts'
import type { Results } from './results.ts'
import type { TitledTest } from './titledTests.ts'

const head = `# What holds, and what proves it

Each line is something that must not break. The tests that hold it begin with its number, so a search for \`A7:\` finds
them. This page is written by \`npm run prove:table\`, which runs them; \`server/packages/server/proofs/reliability.test.ts\`
fails when a line has neither a test nor a reason. What is bounded, and by how much, stands in [bounds.md](bounds.md).

Runs longer than a test are commands of their own, and print their seed, their cases and what they found:

| command | what it does |
|---|---|
COMMANDS
`

const supplyChain = `## What it is made of

\`package-lock.json\` names every package by version and hash; \`npm ci\` installs nothing else. \`npm run prove:sbom\` lists
what the built server needs. The \`overrides\` of \`package.json\`, and why:

- \`vite\`: uni-app asks for exactly 5.2.8, whose development server has known holes; 5.4 builds the same.
- \`rollup\`, \`oxc-parser\`: the versions asked for lack binaries for some platforms, and \`npm ci\` refuses the lock there.
- \`trpc-client-11.0\`: the oldest tRPC that the link is tried with, beside the newest; npm would not install both.
`

const commands: readonly (readonly [string, string])[] = [
  [
    'npm run prove:fuzz -- --cases 200000 --seed 1',
    'odd calls, bytes, sockets and answers of WeChat’s, so many, at a server of its own: nothing breaks, hangs or is told from inside, memory and handles stay as they are; tells the event loop’s longest turn',
  ],
  [
    'npm run prove:client -- --histories 20000 --seed 1',
    'link and session through lives of bad luck, in virtual time: every call settles in time, nobody is signed out by a fault',
  ],
  [
    'npm run prove:kills -- --kills 100 --database sqlite',
    'the built server killed by SIGKILL under use, with `postgres` PostgreSQL stopped at once beside it: all that was acknowledged is there afterwards; tells the event loop’s longest turn',
  ],
  [
    'npm run prove:faults -- --beat 2000',
    'WeChat, the line to PostgreSQL, PostgreSQL, PgBouncer, nginx, Caddy, the disk, clocks, signals and rolling restarts go wrong under use: all that was acknowledged is there afterwards; tells what this machine could not run',
  ],
  [
    'npm run prove:overload -- --seconds 10',
    'ten times the load that the built server carries, a thousand connections that only hold on, SIGTERM under load: who is accepted is served within the bound, all others are refused and served when they come back; tells how many found no connection, how much of its load it still carries, and the event loop’s longest turn',
  ],
  [
    'npm run prove:soak -- --seconds 600',
    'the built server under steady use for minutes: memory, handles, rows and the write-ahead log stay as they are; tells the event loop’s longest turn',
  ],
  [
    'npm run prove:upgrade -- --from HEAD~20 --database sqlite',
    'the server of an older commit and this one take each other’s place under use, there and back, also with `postgres`: every call is answered, nothing is lost',
  ],
  [
    'npm run prove:sbom',
    'the built server’s packages with their licences, as CycloneDX in `dist/server/sbom.cdx.json`',
  ],
  ['npm run soak -- 60', 'two processes write one SQLite file; nothing acknowledged is lost'],
  ['npm run bench:server', 'sign-ins and calls a second, beside other servers'],
]

/** @param results of the run that the page tells about */
export function reliabilityPage(tests: readonly TitledTest[], results: Results): string {
  const rows = commands.map(([command, what]) => `| \`${command}\` | ${what} |`)
  const tables = Object.entries(topics).map(([letter, topic]) => {
    const lines = requirements.filter(({ id }) => id.startsWith(letter))
    const cells = lines.map((line) => rowOf(line, { tests, results }))
    return [
      `## ${letter}. ${topic}`,
      '',
      '| line | what holds | tests | result |',
      '|---|---|---|---|',
      ...cells,
      '',
    ].join('\n')
  })
  return [head.replace('COMMANDS', rows.join('\n')), ...tables, supplyChain].join('\n')
}

function rowOf(
  { id, words, instead }: Requirement,
  { tests, results }: { tests: readonly TitledTest[]; results: Results },
): string {
  const own = tests.filter(({ ids }) => ids.includes(id))
  const files = [...new Set(own.map(({ file }) => file))]
  const titlesIn = (of: string) => own.filter(({ file }) => file === of).map(({ title }) => cellOf(title))
  const named = files.map((file) => `\`${file}\`: ${titlesIn(file).join('; ')}`)
  const cell = [...named, ...(instead ? [instead] : [])].join('<br>')
  return `| ${id} | ${words} | ${cell} | ${resultOf(id, { own, results })} |`
}

function resultOf(id: string, { own, results }: { own: readonly TitledTest[]; results: Results }): string {
  if (own.length === 0) return '–'
  const count = results.get(id)
  if (!count) return 'not run'
  return count.failed > 0 ? `**${count.failed} failed**, ${count.passed} passed` : `${count.passed} passed`
}

/** Without its numbers, which the row has, and without what a table or a page of Markdown would take for its own. */
function cellOf(title: string): string {
  const words = title.replace(/^[^:]*: /, '').replace(/\\(['"`])/g, '$1')
  return words.replaceAll('|', '\\|').replaceAll('`', '’').replaceAll('<', '&lt;').replaceAll('*', '\\*')
}

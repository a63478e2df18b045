/**
 * `npm run bench:server`: how many checks of a token a second, beside raw node:http doing the same work and beside the
 * server of the well-known tutorial, which does less. Rates of one machine say little; the ratios of one run say more.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { createApp } from '../app.ts'
import { readEnv } from '../env.ts'
import { createLog } from '../log.ts'
import { openRooms } from '../rooms.ts'
import { createTutorial } from './bench/tutorial.ts'
import { createSandbox } from '../wechat/sandbox/sandbox.ts'
import { developmentSecrets } from './developmentSecrets.ts'

const rounds = 3
const roundMs = 2000
const connections = 16

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-bench-'))
const settings = readEnv({ ...developmentSecrets(folder), NODE_ENV: 'test', DATABASE_URL: `file:${join(folder, 'bench.db')}` })
const apps = new Map([['touristappid', 'sandbox']])
const tourist = 'the code is a mock one'
const sandbox = { ...createSandbox({ apps }), apps, touristCode: tourist }
const log = createLog({ write: () => undefined })
const rooms = await openRooms(settings, { log, sandbox })
const from = { appId: null, device: null, address: null, fullAddress: null, cloud: null, requestId: 'bench' }
const { token } = await rooms.auth.signIn({ ...from, code: tourist }, null)

const listener = getRequestListener(createApp({ rooms, settings, log, sandbox }).fetch)
const tutorial = createTutorial()

interface Candidate {
  readonly name: string
  readonly server: Server
  readonly path: string
  readonly token: string
}

const candidates: readonly Candidate[] = [
  { name: 'raw node:http, the same check', server: createServer(rawCheck), path: '/', token },
  {
    name: 'uni-trpc, auth.check',
    server: createServer((incoming, response) => void listener(incoming, response)),
    path: '/trpc/auth.check',
    token,
  },
  { name: 'the tutorial on Express, no database', server: createServer(tutorial.app), path: '/isAuth', token: tutorial.token },
]

function rawCheck(incoming: { headers: { authorization?: string | undefined } }, response: { end(text: string): void; statusCode: number }): void {
  rooms.auth.check((incoming.headers.authorization ?? '').replace('Bearer ', '')).then(
    ({ user, session }) => response.end(JSON.stringify({ user, session })),
    () => {
      response.statusCode = 401
      response.end('')
    },
  )
}

const rates = new Map<string, number[]>()
for (let round = 0; round < rounds; round++) {
  for (const candidate of candidates) {
    process.stderr.write(`round ${round + 1} of ${rounds}: ${candidate.name}\n`)
    const rate = await measure(candidate)
    rates.set(candidate.name, [...(rates.get(candidate.name) ?? []), rate])
  }
}
const median = (name: string) => [...(rates.get(name) ?? [])].sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN
const [raw] = candidates
for (const { name } of candidates) {
  const ratio = median(name) / median(raw?.name ?? '')
  process.stdout.write(`${name.padEnd(40)} ${Math.round(median(name)).toString().padStart(7)} /s   ${ratio.toFixed(2)} of raw\n`)
}
await rooms.close()
rmSync(folder, { recursive: true, force: true })
process.exit(0)

/** Answers a second, over kept connections; an answer that is no 200 ends the bench. */
async function measure({ server, path, token: bearer }: Candidate): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const began = performance.now()
  let count = 0
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
      const sent = request({ agent, port, host: '127.0.0.1', path, method: 'POST', headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${path} answers ${response.statusCode}`))
        response.resume().once('end', resolve)
      })
      sent.once('error', reject).end()
    })
  const worker = async () => {
    while (performance.now() - began < roundMs) {
      await one()
      count++
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  await new Promise((closed) => server.close(closed))
  return count / seconds
}

/** Whom the bench compares: where it listens and what one request to it is. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { message, peer, run, type Running } from './running.ts'

export interface Candidate {
  readonly name: string
  readonly running: Running
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What one installation shares: secrets, a database, and who stands for WeChat. */
export interface Installation {
  readonly databaseUrl: string
  readonly tokenSecret: string
  readonly environment: Readonly<Record<string, string>>
  readonly upstream: string
}

const appId = 'wxbench000000000000'

export function createInstallation(databaseUrl: string, upstream: string): Installation {
  const key = () => randomBytes(32).toString('base64')
  const tokenSecret = `k1:${key()}`
  const environment = {
    DATABASE_URL: databaseUrl,
    TOKEN_SECRETS: tokenSecret,
    DATA_SECRETS: `d1:${key()}`,
    INDEX_SECRET: key(),
    WECHAT_APPS: `${appId}:${randomBytes(16).toString('hex')}`,
    WECHAT_API_BASE: upstream,
  }
  return { databaseUrl, tokenSecret, environment, upstream }
}

const builtServer = fileURLToPath(new URL('../../../../dist/server/main.js', import.meta.url))

/** Our production server as `npm start` runs it, answering. */
export async function startOurs({ environment }: Installation): Promise<{ running: Running; origin: string }> {
  const port = await freePort()
  const running = run({ script: builtServer, env: { ...environment, HOST: '127.0.0.1', PORT: String(port) } })
  const origin = `http://127.0.0.1:${port}`
  while (!(await isReady(origin))) {
    if (running.child.exitCode !== null) throw new Error('Our server ended at its start')
    await sleep(5)
  }
  return { running, origin }
}

/** A token of our server for one new person. */
export async function signIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/trpc/auth.login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: randomBytes(16).toString('hex') }),
  })
  const { result } = (await answer.json()) as { result: { data: { token: string } } }
  return result.data.token
}

export async function startPeer(name: string, settings: object = {}) {
  const running = run(peer(name, settings))
  const { port, headers } = await message<{ port: number; headers?: Record<string, string> }>(running.child)
  return { running, origin: `http://127.0.0.1:${port}`, headers }
}

async function isReady(origin: string): Promise<boolean> {
  return fetch(`${origin}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Starts a server as a process of its own, as an operator would, and waits until it answers. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { secret, testSecrets } from './secrets.ts'

export interface RunningServer {
  readonly origin: string
  readonly output: () => string
  /**
   * Sends the signal and waits for the end; answers the exit code. @throws {Error} where it told a secret of the tests
   */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const named = (keys: readonly { id: string; key: Uint8Array }[]) =>
  keys.map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64')}`).join(',')

/** What every node of one installation shares. */
export function testEnvironment(databaseFile: string) {
  return {
    DATABASE_URL: `file:${databaseFile}`,
    TOKEN_SECRETS: named(testSecrets.token),
    DATA_SECRETS: named(testSecrets.data),
    INDEX_SECRET: named(testSecrets.index).replace(/^.*:/, ''),
  }
}

/** A node that asks another node's sandbox instead of WeChat; `entry` is what `npm start` runs. */
export function startNode(
  entry: string,
  environment: Record<string, string>,
  wechat: RunningServer,
): Promise<RunningServer> {
  return start([entry], {
    WECHAT_APPS: 'touristappid:sandbox',
    WECHAT_API_BASE: `${wechat.origin}/sandbox`,
    ...environment,
  })
}

/** Runs Node with these arguments. @param cwd the project's folder */
export async function start(
  args: string[],
  environment: Record<string, string>,
  cwd = process.cwd(),
): Promise<RunningServer> {
  const port = await freePort()
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...environment, PORT: String(port) },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const origin = `http://127.0.0.1:${port}`
  await answering(origin, child, () => output)
  return {
    origin,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const code = await ended
      const secrets = secretsIn(output)
      if (secrets.length > 0) throw new Error(`the server told a secret of the tests: ${secrets.join()}`)
      return code
    },
  }
}

async function answering(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended at once:\n${output()}`)
    const isReady = await fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill('SIGKILL')
  throw new Error(`the server does not answer:\n${output()}`)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** What must never be found in any output. */
export const canaries = [
  secret('app'),
  ...Object.values(testSecrets)
    .flat()
    .map(({ key }) => Buffer.from(key).toString('base64')),
]

/** Those that stand in this text. */
export const secretsIn = (text: string): string[] => canaries.filter((canary) => text.includes(canary))

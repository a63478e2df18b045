/**
 * The server that is fuzzed, with WeChat's stand-in, which can be made to answer anything; whatever must not be is told
 * to `onFinding`.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, ServerResponse, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { createSandbox } from 'uni-trpc-auth/sandbox'
import { z } from 'zod'
import { appRouter } from '../../../../procedures/router.ts'
import { canaries, testEnvironment } from '../../testing/startServer.ts'
import { secret } from '../../testing/secrets.ts'
import { createApi } from '../../trpc/api.ts'
import { vitalsShape } from './memory.ts'
import { mayRefuse } from './problemOf.ts'
import { request, speak } from './wire.ts'

export type Target = Awaited<ReturnType<typeof openTarget>>

/** In place of the stand-in's own answer. */
export type Upstream = (outgoing: ServerResponse) => void

const appId = 'touristappid'
const entry = fileURLToPath(new URL('targetServer.ts', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const logLine = z.object({ level: z.number(), outage: z.string().optional(), appId: z.string().optional() })
const coded = z.object({ code: z.string() })
const listening = z.object({ port: z.number() })
const entered = z.object({ result: z.object({ data: z.object({ token: z.string() }) }) })
/** Never in a log: tokens, and what WeChat's answers hold. */
const secretWords = /eyJ[\w-]{10,}\.[\w-]{10,}\.|"session_key"|js_code|"openid"/
const mostTries = 5
/** Linux's: waiting for a disk would prove nothing here, and a busy one would make up most of the longest turn. */
const memoryDisk = '/dev/shm'
/** For everything that is still open. */
const longestEndMs = 15_000

export async function openTarget(onFinding: (what: string) => void) {
  const folder = mkdtempSync(join(existsSync(memoryDisk) ? memoryDisk : tmpdir(), 'uni-trpc-fuzz-'))
  const apps = new Map([[appId, secret('app')]])
  const standIn = createSandbox({ apps, now: Date.now })
  const wechat = await openOddWeChat((request) => standIn.fetch(request))
  const child = fork(entry, [], {
    execArgv: ['--expose-gc', '--import', tsx],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      PORT: '0',
      WECHAT_APPS: [...apps].map((pair) => pair.join(':')).join(),
      WECHAT_API_BASE: `http://127.0.0.1:${wechat.port}`,
      ...testEnvironment(join(folder, 'test.db')),
    },
  })
  const ended = watchEnd(child, onFinding)
  if (child.stdout) createInterface(child.stdout).on('line', (line) => watchLine(line, onFinding))
  const heard = async (): Promise<unknown> => ((await Promise.race([once(child, 'message'), ended])) ?? [])[0]
  const { port } = listening.parse(await heard())
  const freshCode = async (path: string) =>
    coded.parse(await (await standIn.fetch(new Request(`http://sandbox${path}`))).json()).code
  const post = async (path: string, body: object, token?: string): Promise<unknown> => {
    const sent = Buffer.from(JSON.stringify(body))
    const own = [
      'Content-Type: application/json',
      `Content-Length: ${sent.length}`,
      'Connection: close',
      ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ]
    const { text } = await speak({ port, bytes: request(`POST /trpc/${path}`, own, sent) })
    return JSON.parse(text.slice(text.indexOf('\r\n\r\n')))
  }

  return {
    api: createApi(appRouter),
    wechat: wechat.answers,
    port,
    post,
    /** As the phone of this person would give it. */
    code: (person: string) => freshCode(`/login-code?user=${person}`),
    /** The token of a new session. */
    async signIn(person: string): Promise<string> {
      for (let tries = 1; ; tries++) {
        const code = await freshCode(`/login-code?user=${person}`)
        const answer = await post('auth.login', { code })
        const { data } = entered.safeParse(answer)
        if (data) return data.result.data.token
        const text = JSON.stringify(answer)
        // Right where the machine is so busy that WeChat's stand-in, in this process, answers too late.
        if (tries === mostTries || !mayRefuse.test(text)) throw new Error(`a sign-in was answered ${text}`)
      }
    },
    async vitals() {
      child.send('vitals')
      return vitalsShape.parse(await heard())
    },
    /** It has to end by itself: nothing that was sent may keep it. */
    async close() {
      if (child.connected) child.send('close')
      const tooLong = setTimeout(() => child.kill('SIGKILL'), longestEndMs)
      await ended
      clearTimeout(tooLong)
      wechat.server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Answers oddly about the codes of `answers`, and every fourth time about the access token while there are some. */
async function openOddWeChat(usual: (request: Request) => Response | Promise<Response>) {
  const answers = new Map<string, Upstream>()
  let tokens = 0
  const oddOf = async (request: Request): Promise<Upstream | undefined> => {
    const { pathname, searchParams } = new URL(request.url)
    const [any] = answers.values()
    if (pathname === '/cgi-bin/stable_token') return ++tokens % 4 === 0 ? any : undefined
    const asked = coded.safeParse(
      request.method === 'POST' ? await request.clone().json() : { code: searchParams.get('js_code') },
    )
    return answers.get(asked.data?.code ?? '')
  }
  const answer = getRequestListener(async (request, { outgoing }) => {
    const odd = await oddOf(request)
    if (!odd || !(outgoing instanceof ServerResponse)) return usual(request)
    odd(outgoing)
    // Whatever were answered here would be written over it.
    return new Promise<never>(() => undefined)
  })
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  return { answers, server, port: await listeningPort(server) }
}

async function listeningPort(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** Resolves when the process is gone; it has to end by itself and with 0. */
function watchEnd(child: ChildProcess, onFinding: (what: string) => void): Promise<void> {
  let said = ''
  child.stderr?.on('data', (chunk) => (said += String(chunk)))
  return new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      if (code !== 0) onFinding(`the server ended with ${code ?? signal}: ${said}`)
      resolve()
    }),
  )
}

function watchLine(line: string, onFinding: (what: string) => void): void {
  const { level, outage, appId: app } = logLine.parse(JSON.parse(line))
  // WeChat that fails is told as an outage, or for its app: it was made to.
  if (level >= 50 && outage === undefined && app === undefined) onFinding(`a fault: ${line}`)
  if (secretWords.test(line) || canaries.some((canary) => line.includes(canary)))
    onFinding(`a secret in the log: ${line}`)
}

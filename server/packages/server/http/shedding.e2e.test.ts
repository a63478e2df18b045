import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request as ask } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDevServer } from 'uni-trpc-build/testing'
import { testEnvironment, type RunningServer } from '../testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
let server: RunningServer
beforeAll(async () => void (server = await startDevServer(testEnvironment(join(folder, 'test.db')))))
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly text: string
}

function send(path: string, { agent, body, token }: { agent: Agent; body?: unknown; token?: string }): Promise<Answer> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  }
  return new Promise((resolve, reject) => {
    const sent = ask(
      `${server.origin}${path}`,
      { method: path.startsWith('/trpc') ? 'POST' : 'GET', agent, headers },
      (response) => {
        let heard = ''
        response.on('data', (chunk) => (heard += String(chunk)))
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text: heard }),
        )
      },
    )
    sent.once('error', reject)
    sent.end(text)
  })
}

const agents: Agent[] = []
function agentOf(maxSockets: number): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets })
  agents.push(agent)
  return agent
}
afterAll(() => agents.forEach((agent) => agent.destroy()))

const codeOf = async (person: string, agent = quiet): Promise<string> => {
  const answer: { code: string } = JSON.parse((await send(`/sandbox/login-code?user=${person}`, { agent })).text)
  return answer.code
}
const quiet = agentOf(1)

describe('I96: 2,000 sign-ins at once', () => {
  it('are answered: as many as can be soon, the others with 503 and when to come back, their codes unspent; and checks and /livez go between', async () => {
    const many = agentOf(20)
    const codes = await Promise.all(Array.from({ length: 2000 }, (_none, person) => codeOf(`person${person}`, many)))
    const first: { result: { data: { token: string } } } = JSON.parse(
      (await send('/trpc/auth.login', { agent: quiet, body: { code: await codeOf('me') } })).text,
    )
    const { token } = first.result.data

    const agent = agentOf(2000)
    let answered = 0
    const burst = codes.map((code) => send('/trpc/auth.login', { agent, body: { code } }).finally(() => answered++))
    const between: number[] = []
    const others: Answer[] = []
    while (answered < codes.length) {
      others.push(await send('/livez', { agent: quiet }), await send('/trpc/auth.check', { agent: quiet, token }))
      between.push(answered)
    }
    const answers = await Promise.all(burst)

    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]))
    // Each waited for a few of the others at most, not for all of them.
    expect(between.length).toBeGreaterThan(5)
    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 503]))
    const refused = answers.find(({ status }) => status === 503)
    expect(refused).toMatchObject({ retryAfter: '2', text: expect.stringContaining('"STORE_BUSY"') })
    const again = await send('/trpc/auth.login', { agent: quiet, body: { code: codes[statuses.indexOf(503)] } })
    expect(again.status).toBe(200)
  }, 120_000)
})

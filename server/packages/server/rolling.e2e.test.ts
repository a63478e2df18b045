import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPackage, startDevServer } from 'uni-trpc-build/testing'
import { startNode, testEnvironment, type RunningServer } from './testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
const environment = { ...testEnvironment(join(folder, 'test.db')), SESSION_CAP: '1000' }
let wechat: RunningServer
const nodes: RunningServer[] = []
let startOne: () => Promise<RunningServer>
beforeAll(async () => {
  wechat = await startDevServer({ ...environment, DATABASE_URL: `file:${join(folder, 'wechat.db')}` })
  const entry = join(await builtPackage('server'), 'main.js')
  startOne = async () => {
    const node = await startNode(entry, environment, wechat)
    nodes.push(node)
    return node
  }
})
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop('SIGKILL')))
  await wechat.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Goes round among the nodes whose /readyz says yes, as every balancer can. */
function createBalancer(nodes: readonly RunningServer[]) {
  let ready: readonly RunningServer[] = nodes
  let turn = 0
  const look = async () => {
    const all = await Promise.all(
      nodes.map(({ origin }) =>
        fetch(`${origin}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      ),
    )
    ready = nodes.filter((_node, index) => all[index])
  }
  const timer = setInterval(() => void look(), 50)
  return {
    nodes,
    next: () => ready[turn++ % Math.max(ready.length, 1)]?.origin ?? 'http://nobody.invalid',
    stop: () => clearInterval(timer),
  }
}

describe('two nodes behind a balancer', () => {
  it('I90, I91: are restarted one after the other under load, and not one call fails', async () => {
    let balancer = createBalancer([await startOne(), await startOne()])
    const headers = { 'content-type': 'application/json' }
    const failed: string[] = []
    let calls = 0
    const call = async (path: string, body: unknown, more = {}): Promise<string> => {
      calls++
      const at = balancer.next()
      const said = await fetch(`${at}/trpc/${path}`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify(body),
      }).then(
        async (answer) => `${answer.status} ${await answer.text()}`,
        (error: unknown) => String(error),
      )
      if (!said.startsWith('200 ')) failed.push(`${path} ${said}`)
      return said
    }
    let isOver = false
    const person = async (_none: unknown, index: number) => {
      // One person may sign in a few times a minute only.
      for (let round = 0; !isOver; round++) {
        const { code }: { code: string } = JSON.parse(
          await (await fetch(`${wechat.origin}/sandbox/login-code?user=person${index}x${round}`)).text(),
        )
        const [, token] = /"token":"([^"]+)"/.exec(await call('auth.login', { code })) ?? []
        for (let more = 0; more < 5; more++) await call('user.me', undefined, { authorization: `Bearer ${token}` })
        await call('auth.logout', { scope: 'this' }, { authorization: `Bearer ${token}` })
      }
    }
    const people = Array.from({ length: 6 }, person)
    for (const old of balancer.nodes) {
      expect(await old.stop()).toBe(0)
      const before = balancer
      balancer = createBalancer([...before.nodes.filter((node) => node !== old), await startOne()])
      before.stop()
    }
    isOver = true
    await Promise.all(people)
    balancer.stop()
    expect(failed).toEqual([])
    expect(calls).toBeGreaterThan(50)
    for (const node of balancer.nodes) expect(await node.stop()).toBe(0)
  }, 120_000)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPackage, startDevServer } from 'uni-trpc-build/testing'
import { createBalancer } from './testing/createBalancer.ts'
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

describe('two nodes behind a balancer', () => {
  it('I90, I91: are restarted one after the other under load, and not one call fails', async () => {
    const pair = [await startOne(), await startOne()]
    const balancer = createBalancer(() => pair)
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
    for (const index of pair.keys()) {
      expect(await pair[index]?.stop()).toBe(0)
      pair[index] = await startOne()
    }
    isOver = true
    await Promise.all(people)
    balancer.stop()
    expect(failed).toEqual([])
    expect(calls).toBeGreaterThan(50)
    for (const node of pair) expect(await node.stop()).toBe(0)
  }, 120_000)
})

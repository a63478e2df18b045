import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPackage, startDevServer } from 'uni-trpc-build/testing'
import { secret } from './testing/secrets.ts'
import { secretsIn, start as startServer, testEnvironment, type RunningServer } from './testing/startServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A server of its own that does this, too, when it gets SIGCONT. */
const start = (onSignal = 'undefined') =>
  startDevServer({
    ...testEnvironment(join(folder, `${Math.random()}.db`)),
    NODE_OPTIONS: `--import=data:text/javascript,process.on('SIGCONT',()=>{${onSignal}})`,
  })

async function openConnection({ origin }: RunningServer, bytes = '') {
  const { hostname, port } = new URL(origin)
  const client = connect(Number(port), hostname).on('error', () => undefined)
  await once(client, 'connect')
  client.write(bytes)
  let heard = ''
  client.on('data', (chunk) => (heard += String(chunk)))
  const closed = once(client, 'close')
  return { closed, heard: () => heard }
}

/** A story that streams for two seconds; resolves to how it went once its first word is there. */
async function beginStory({ origin }: RunningServer) {
  const headers = { 'content-type': 'application/json', 'trpc-accept': 'application/jsonl' }
  const response = await fetch(`${origin}/trpc/demo.story?batch=1`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ 0: { language: 'zh' } }),
  })
  const reader = response.body?.getReader()
  await reader?.read()
  const rest = (async () => {
    let bytes = 0
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) bytes += part.value.length
    return bytes
  })()
  return { rest: rest.catch(() => 'cut' as const) }
}

const lastLine = (server: RunningServer, msg: string): unknown =>
  server
    .output()
    .split('\n')
    .filter((line) => line.includes(`"msg":"${msg}"`))
    .map((line): unknown => JSON.parse(line))
    .at(-1)

describe('I90: on SIGTERM the process ends with 0 in its time,', () => {
  it('whatever is idle or half sent, and answers what it began', async () => {
    const server = await start()
    const silent = await openConnection(server)
    const idle = await openConnection(server, 'GET /livez HTTP/1.1\r\nhost: a\r\n\r\n')
    const halfHead = await openConnection(server, 'GET /livez HTTP/1.1\r\nhos')
    const halfBody = await openConnection(
      server,
      'POST /trpc/auth.check HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{',
    )
    const halfUpgrade = await openConnection(
      server,
      'GET /nothing HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    )
    await expect.poll(idle.heard).toContain('alive')
    const story = await beginStory(server)
    expect(await server.stop()).toBe(0)
    expect(await story.rest).toBeGreaterThan(500)
    await Promise.all([silent, idle, halfHead, halfBody, halfUpgrade].map(({ closed }) => closed))
    expect(server.output()).not.toMatch(/"level":[456]0/)
  })

  it('and at once with 1 when it is told twice', async () => {
    const server = await start()
    const story = await beginStory(server)
    void server.stop()
    await expect.poll(server.output).toContain('"msg":"stopping"')
    expect(await server.stop()).toBe(1)
    expect(await story.rest).toBe('cut')
    expect(lastLine(server, 'told twice to stop: what runs is not answered')).toMatchObject({
      level: 40,
      signal: 'SIGTERM',
    })
  })
})

describe('F68: what nobody caught is logged whole, what runs is answered, and the process ends with 1:', () => {
  it.each([
    ['an exception', 'throw/**/Error()', { name: 'Error', stack: expect.stringContaining('at process') as string }],
    [
      'a rejection',
      'Promise.reject(Error())',
      { name: 'Error', stack: expect.stringContaining('at process') as string },
    ],
    ['a rejection without a reason', 'Promise.reject()', { name: 'undefined' }],
  ])('%s', async (_what, doing, err) => {
    const server = await start(doing)
    const story = await beginStory(server)
    expect(await server.stop('SIGCONT')).toBe(1)
    expect(await story.rest).toBeGreaterThan(500)
    expect(lastLine(server, 'crash')).toMatchObject({ level: 60, err })
  })
})

describe('H79: the report that Node writes where it is asked to holds none of our secrets', () => {
  let entry: string
  beforeAll(async () => void (entry = join(await builtPackage('server'), 'main.js')))

  it.each([
    ['after an exception', 'process.report.writeReport();throw/**/Error()', 1],
    ['when no memory is left', 'for(let/**/all=[];;)all.push(Array(1e5).fill(1.5))', null],
  ])('%s', async (_when, doing, code) => {
    const reports = mkdtempSync(join(folder, 'reports-'))
    const asked = `--report-on-fatalerror --report-uncaught-exception --report-directory=${reports}`
    const loaded = `--import=data:text/javascript,process.on('SIGCONT',()=>{${doing}})`
    const environment = {
      ...testEnvironment(join(folder, `${Math.random()}.db`)),
      METRICS_TOKEN: secret('metrics'),
      WECHAT_APPS: `touristappid:${secret('app')}`,
      ELSEWHERE: 'a variable of others',
      NODE_OPTIONS: `--max-old-space-size=120 ${asked} ${loaded}`,
    }
    const server = await startServer([entry], environment)
    expect(await server.stop('SIGCONT')).toBe(code)
    const written = readdirSync(reports).map((name) => readFileSync(join(reports, name), 'utf8'))
    expect(written).toHaveLength(1)
    expect(written.join()).toContain('a variable of others')
    expect(secretsIn(written.join())).toEqual([])
    expect(written.join()).not.toContain(secret('metrics'))
  })
})

import { describe, expect, it } from 'vitest'
import { createMetrics, mayScrape } from './metrics.ts'

const watched = (parts: Partial<Parameters<typeof createMetrics>[0]> = {}) =>
  createMetrics({
    procedures: ['auth.login', 'user.me'],
    liveSessions: async () => 3,
    pool: () => ({ total: 2, idle: 1, waiting: 4 }),
    ofProcess: false,
    ...parts,
  })

const samples = async (metrics: ReturnType<typeof watched>, name: string): Promise<string[]> =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name))

describe('metrics', () => {
  it('count calls by procedure and outcome', async () => {
    const metrics = watched()
    metrics.called({ path: 'auth.login', outcome: 'ok' })
    metrics.called({ path: 'auth.login', outcome: 'ok' })
    metrics.called({ path: 'user.me', outcome: 'TOKEN_EXPIRED' })
    metrics.called({ path: 'user.me', outcome: 'fault' })
    expect(await samples(metrics, 'uni_trpc_calls_total')).toEqual([
      'uni_trpc_calls_total{procedure="auth.login",outcome="ok"} 2',
      'uni_trpc_calls_total{procedure="user.me",outcome="TOKEN_EXPIRED"} 1',
      'uni_trpc_calls_total{procedure="user.me",outcome="fault"} 1',
    ])
  })

  it('H79: no label holds what a caller or WeChat made up', async () => {
    const metrics = watched()
    for (let index = 0; index < 1000; index++)
      metrics.called({ path: `eyJ.canary.${index}`, outcome: `canary ${index}` })
    metrics.called({ path: undefined, outcome: 'INPUT_INVALID' })
    metrics.upstream({ endpoint: '/sns/jscode2session?secret=canary', errcode: 123_456, ms: 1 })
    expect(await samples(metrics, 'uni_trpc_calls_total')).toEqual([
      'uni_trpc_calls_total{procedure="unknown",outcome="other"} 1000',
      'uni_trpc_calls_total{procedure="unknown",outcome="INPUT_INVALID"} 1',
    ])
    const text = await metrics.text()
    expect(text).toContain('uni_trpc_wechat_seconds_count{endpoint="other",errcode="other"} 1')
    expect(text).not.toContain('canary')
  })

  it('time WeChat by endpoint and errcode, in seconds', async () => {
    const metrics = watched()
    metrics.upstream({ endpoint: '/sns/jscode2session', errcode: 0, ms: 150 })
    metrics.upstream({ endpoint: '/sns/jscode2session', errcode: 40029, ms: 50 })
    metrics.upstream({ endpoint: '/cgi-bin/stable_token', errcode: 'unreachable', ms: 5000 })
    expect(await samples(metrics, 'uni_trpc_wechat_seconds_sum')).toEqual([
      'uni_trpc_wechat_seconds_sum{endpoint="/sns/jscode2session",errcode="0"} 0.15',
      'uni_trpc_wechat_seconds_sum{endpoint="/sns/jscode2session",errcode="40029"} 0.05',
      'uni_trpc_wechat_seconds_sum{endpoint="/cgi-bin/stable_token",errcode="unreachable"} 5',
    ])
  })

  it('ask for the live sessions and the pool at each scrape', async () => {
    let live = 7
    const metrics = watched({ liveSessions: async () => live })
    expect(await samples(metrics, 'uni_trpc_sessions_live')).toEqual(['uni_trpc_sessions_live 7'])
    live = 8
    expect(await samples(metrics, 'uni_trpc_sessions_live')).toEqual(['uni_trpc_sessions_live 8'])
    expect(await samples(metrics, 'uni_trpc_database_connections')).toEqual([
      'uni_trpc_database_connections{state="total"} 2',
      'uni_trpc_database_connections{state="idle"} 1',
      'uni_trpc_database_connections{state="waiting"} 4',
    ])
  })

  it('are still there when the database does not answer', async () => {
    const metrics = watched({ liveSessions: () => Promise.reject(new Error('down')) })
    metrics.called({ path: 'user.me', outcome: 'STORE_BUSY' })
    expect(await samples(metrics, 'uni_trpc_sessions_live')).toEqual(['uni_trpc_sessions_live Nan'])
    expect(await samples(metrics, 'uni_trpc_calls_total')).toHaveLength(1)
  })

  it('of the process are told too, and two servers in one process do not meet', async () => {
    const [one, two] = [watched({ ofProcess: true }), watched({ ofProcess: true })]
    one.called({ path: 'user.me', outcome: 'ok' })
    expect(await samples(one, 'process_resident_memory_bytes ')).toHaveLength(1)
    expect(await samples(two, 'uni_trpc_calls_total{')).toEqual([])
  })
})

describe('GET /metrics', () => {
  it('is not there in production without METRICS_TOKEN, and open in development', () => {
    expect(mayScrape('Bearer anything', { mode: 'production', metricsToken: null })).toBe(false)
    expect(mayScrape('Bearer null', { mode: 'production', metricsToken: null })).toBe(false)
    expect(mayScrape(undefined, { mode: 'development', metricsToken: null })).toBe(true)
  })

  it.each([undefined, '', 'Bearer', 'Bearer wrong', 'right', 'Basic right', 'Bearer right '])(
    'is not there for the authorization %j where a token is set',
    (authorization) => {
      expect(mayScrape(authorization, { mode: 'production', metricsToken: 'right' })).toBe(false)
      expect(mayScrape(authorization, { mode: 'development', metricsToken: 'right' })).toBe(false)
    },
  )

  it('is there for who has the token, in Prometheus’ own content type', () => {
    expect(mayScrape('Bearer right', { mode: 'production', metricsToken: 'right' })).toBe(true)
    expect(watched().contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
  })
})

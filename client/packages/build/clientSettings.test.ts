import { describe, expect, it } from 'vitest'
import { clientSettings, modeOf, wantsWorkbench } from './clientSettings.ts'

const production = { platform: 'mp-weixin', mode: 'production' }
const development = { platform: 'mp-weixin', mode: 'development' }

describe('a build that may be published', () => {
  it('holds the given addresses and warns of nothing', () => {
    const env = {
      VITE_API_URL: 'https://api.my-company.com/',
      VITE_API_URL_TRIAL: 'https://trial.my-company.com',
      VITE_APP_ID: 'wx0123456789abcdef',
    }
    expect(clientSettings({ ...production, env })).toEqual({
      appId: 'wx0123456789abcdef',
      values: {
        VITE_API_URL: 'https://api.my-company.com',
        VITE_API_URL_TRIAL: 'https://trial.my-company.com',
        VITE_SANDBOX: false,
      },
      proxyTarget: 'https://api.my-company.com',
      warnings: [],
    })
  })

  it('falls back to a placeholder and says so', () => {
    const { values, appId, warnings } = clientSettings({ ...production, env: {} })
    expect(values.VITE_API_URL).toBe('https://api.example.com')
    expect(appId).toBe('touristappid')
    expect(warnings).toEqual([expect.stringMatching(/^VITE_API_URL is not set.* \/ VITE_API_URL 未设置/)])
  })

  it('never speaks to the sandbox, not even when asked to', () => {
    const env = { VITE_API_URL: 'https://api.my-company.com', VITE_SANDBOX: '1' }
    for (const platform of ['mp-weixin', 'h5']) {
      const { values, warnings } = clientSettings({ platform, mode: 'production', env })
      expect(values.VITE_SANDBOX).toBe(false)
      expect(warnings).toEqual([expect.stringMatching(/^VITE_SANDBOX is ignored.* \/ VITE_SANDBOX 已忽略/)])
    }
  })

  it('warns of a trial address no phone can reach', () => {
    const env = { VITE_API_URL: 'https://api.my-company.com', VITE_API_URL_TRIAL: 'http://localhost:3000' }
    const { warnings } = clientSettings({ ...production, env })
    expect(warnings).toEqual([
      expect.stringMatching(/^VITE_API_URL_TRIAL does not begin with https.* \/ VITE_API_URL_TRIAL 不以 https 开头/),
      expect.stringMatching(/^VITE_API_URL_TRIAL is this machine.* \/ VITE_API_URL_TRIAL 指向本机/),
    ])
  })

  it("treats a mode of one's own as published", () => {
    const { values } = clientSettings({ platform: 'h5', mode: 'staging', env: { VITE_SANDBOX: 'true' } })
    expect(values).toMatchObject({ VITE_API_URL: 'https://api.example.com', VITE_SANDBOX: false })
  })
})

describe('a development build', () => {
  it('asks the API on this machine, at the port of the environment', () => {
    expect(clientSettings({ ...development, env: {} }).values.VITE_API_URL).toBe('http://127.0.0.1:3000')
    expect(clientSettings({ ...development, env: { PORT: '4000' } })).toMatchObject({
      values: { VITE_API_URL: 'http://127.0.0.1:4000', VITE_SANDBOX: false },
      warnings: [],
    })
  })

  it('of the H5 preview asks its own origin, which hands on to the API, and takes codes from the sandbox', () => {
    const { values, proxyTarget } = clientSettings({ platform: 'h5', mode: 'development', env: { PORT: '4000' } })
    expect(values).toMatchObject({ VITE_API_URL: '', VITE_SANDBOX: true })
    expect(proxyTarget).toBe('http://127.0.0.1:4000')
  })

  it('lets the sandbox be asked for and be declined', () => {
    expect(clientSettings({ ...development, env: { VITE_SANDBOX: '1' } }).values.VITE_SANDBOX).toBe(true)
    const h5 = { platform: 'h5', mode: 'test', env: { VITE_SANDBOX: 'false' } }
    expect(clientSettings(h5).values.VITE_SANDBOX).toBe(false)
  })

  it('says when the app id cannot be one', () => {
    const { warnings } = clientSettings({ ...development, env: { VITE_APP_ID: 'my-app' } })
    expect(warnings).toEqual([expect.stringMatching(/^VITE_APP_ID is not .* \/ VITE_APP_ID 不是小程序的 AppID/)])
  })
})

describe('the developers’ workbench', () => {
  it.each([
    ['development', undefined, true],
    ['development', '', true],
    ['test', undefined, true],
    ['development', 'false', false],
    ['production', undefined, false],
    ['staging', '', false],
    ['production', 'true', true],
    ['production', '1', true],
    ['production', 'yes', false],
  ])('in mode %s with VITE_WORKBENCH %j: %s', (mode, asked, isHeld) => {
    expect(wantsWorkbench(mode, asked)).toBe(isHeld)
  })

  it('is told of where the build may be published', () => {
    const env = { VITE_API_URL: 'https://api.my-company.com', VITE_WORKBENCH: 'true' }
    const { warnings } = clientSettings({ ...production, env })
    expect(warnings).toEqual([expect.stringMatching(/^VITE_WORKBENCH is on.* \/ VITE_WORKBENCH 已打开/)])
    expect(clientSettings({ ...development, env }).warnings).toEqual([])
  })

  it.each([
    [['build', '-p', 'mp-weixin'], 'production'],
    [['-p', 'mp-weixin'], 'development'],
    [['build', '--mode', 'test'], 'test'],
    [['--mode', 'staging'], 'staging'],
  ])('is decided for the mode of the command line: %j is %s', (args, mode) => {
    expect(modeOf(['node', 'uni.ts', ...args])).toBe(mode)
  })
})

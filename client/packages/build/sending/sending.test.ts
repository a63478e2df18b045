import { generateKeyPairSync } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { placeholderAddress } from 'uni-trpc-protocol'
import { repository } from '../repository.ts'
import { ciArguments } from './ciArguments.ts'
import { explainCi } from './explainCi.ts'
import { sendMiniProgram } from './sendMiniProgram.ts'
import { sendingOrder, type Wanted } from './sendingOrder.ts'

const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString()
const env = {
  VITE_APP_ID: 'wx0123456789abcdef',
  MP_UPLOAD_KEY: 'data/upload.key',
  VITE_API_URL: 'https://api.my-company.com',
}

function readFile(path: string): string {
  if (path === 'data/upload.key') return key
  if (path === 'data/other.txt') return 'canary, no key at all'
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
}

function wanted(changes: Record<string, string> = {}, commit: string | null = 'abc1234 feat: sign in'): Wanted {
  return { sending: 'upload', env: { ...env, ...changes }, version: '1.2.3', commit, readFile }
}

function problems(changes: Record<string, string>): string {
  const order = sendingOrder(wanted(changes))
  return Array.isArray(order) ? order.map(({ en, zh }) => `${en} / ${zh}`).join('\n') : ''
}

describe('the order', () => {
  it('takes the version from package.json, the text from the last commit, robot 1 unless told otherwise', () => {
    expect(sendingOrder(wanted())).toEqual({
      sending: 'upload',
      appId: 'wx0123456789abcdef',
      keyPath: 'data/upload.key',
      robot: 1,
      version: '1.2.3',
      description: 'abc1234 feat: sign in',
    })
    expect(sendingOrder(wanted({ MP_ROBOT: '30' }))).toMatchObject({ robot: 30 })
    expect(sendingOrder(wanted({}, null))).toMatchObject({ description: '1.2.3' })
  })

  it('holds of a commit nothing that a shell would read', () => {
    const order = sendingOrder(wanted({}, 'abc "quoted" `id` $(id) %PATH% & | > x\n; rm -rf *'))
    expect(order).toMatchObject({ description: 'abc quoted id (id) PATH x rm -rf' })
    expect(sendingOrder(wanted({}, '字'.repeat(500)))).toMatchObject({ description: '字'.repeat(120) })
  })

  it.each([
    [
      'http',
      { VITE_API_URL: 'http://api.my-company.com' },
      /does not begin with https.* \/ VITE_API_URL 不以 https 开头/,
    ],
    ['an IP address', { VITE_API_URL: 'https://203.0.113.7' }, /IP address.* \/ VITE_API_URL 是 IP 地址/],
    ['localhost', { VITE_API_URL: 'https://localhost:3000' }, /localhost/],
    ['the placeholder', { VITE_API_URL: placeholderAddress }, /not set/],
    ['no address', { VITE_API_URL: '' }, /not set/],
    ['a host without a dot', { VITE_API_URL: 'https://foo' }, /without a dot/],
    ['a query', { VITE_API_URL: 'https://api.my-company.com?a=1' }, /holds a \? or a #/],
    [
      'the path that the client adds',
      { VITE_API_URL_TRIAL: 'https://trial.my-company.com/trpc/' },
      /VITE_API_URL_TRIAL ends in \/trpc/,
    ],
    [
      'a trial address of http',
      { VITE_API_URL_TRIAL: 'http://trial.my-company.com' },
      /VITE_API_URL_TRIAL does not begin/,
    ],
    ['the developers’ workbench', { VITE_WORKBENCH: 'true' }, /VITE_WORKBENCH is on.*请不要发布/],
    ['no app id', { VITE_APP_ID: '' }, /VITE_APP_ID must be.*测试号不能上传/],
    ['the tourist', { VITE_APP_ID: 'touristappid' }, /VITE_APP_ID/],
    ['no key', { MP_UPLOAD_KEY: '' }, /MP_UPLOAD_KEY must be the path.*小程序代码上传/],
    ['a key that is not there', { MP_UPLOAD_KEY: 'nowhere.key' }, /names no file/],
    ['a file that is no key', { MP_UPLOAD_KEY: 'data/other.txt' }, /no private key.*不是私钥/],
    ['robot 31', { MP_ROBOT: '31' }, /MP_ROBOT must be a whole number from 1 to 30/],
    ['robot 0', { MP_ROBOT: '0' }, /MP_ROBOT/],
  ])('is refused with %s', (_what, changes, sentence) => {
    expect(problems(changes)).toMatch(sentence)
  })

  it('names every reason at once, and nothing of a key', () => {
    const all = problems({
      VITE_APP_ID: 'x',
      MP_UPLOAD_KEY: 'data/other.txt',
      MP_ROBOT: 'x',
      VITE_API_URL: 'http://127.0.0.1',
    })
    expect(all.split('\n')).toHaveLength(5)
    expect(all).not.toContain('canary')
  })
})

describe('miniprogram-ci', () => {
  const order = {
    sending: 'preview',
    appId: 'wx0123456789abcdef',
    keyPath: 'k',
    robot: 2,
    version: '1.2.3',
    description: 'abc feat',
  } as const

  it('is fetched on demand at one version, and told all by its own options', () => {
    expect(ciArguments(order, '/x/dist')).toEqual([
      'exec',
      '--yes',
      '--package=miniprogram-ci@2.1.42',
      '--',
      'miniprogram-ci',
      'preview',
      '--project-path',
      '/x/dist',
      '--appid',
      'wx0123456789abcdef',
      '--private-key-path',
      'k',
      '--upload-version',
      '1.2.3',
      '--upload-description',
      'abc feat',
      '--robot',
      '2',
      '--use-project-config',
      'true',
      '--locales',
      'zh',
      '--qrcode-format',
      'terminal',
    ])
    expect(ciArguments({ ...order, sending: 'upload' }, '/x')).not.toContain('--qrcode-format')
  })

  it.each([
    [
      'npm error code ENOTFOUND\nnpm error network request to https://registry.example/miniprogram-ci failed',
      /npm could not fetch miniprogram-ci@2\.1\.42.*npm 未能下载/,
    ],
    [
      '[error] 20001 Error: getaddrinfo ENOTFOUND servicewechat.com\n    at async getSignature (/x/dist/utils/sign.js:1:1030)',
      /servicewechat\.com cannot be reached.*无法连接/,
    ],
    [
      'Error: {"errCode":-10008,"errMsg":"invalid ip: 203.0.113.7, reference: https://developers.weixin.qq.com/"}',
      /address 203\.0\.113\.7: add it.*203\.0\.113\.7 不在白名单/,
    ],
    [
      '[error] 20002 Error: error:1E08010C:DECODER routines::unsupported',
      /upload key is not that of this app id.*上传密钥/,
    ],
    ['Error: 80051 source size 2612KB exceed max limit 2MB', /larger than WeChat takes.*2 MB/],
    ['10009 Error: app.json: window.navigationBarTextStyle', /pages\.json/],
    ['10038 Error: pages/index/index.wxml', /compiler refuses/],
    ['something new', /its own words.*原文见上/],
  ])('saying "%s" is explained in both languages', (output, sentence) => {
    const { en, zh } = explainCi(output)
    expect(`${en} / ${zh}`).toMatch(sentence)
  })
})

describe('sending', () => {
  async function send(changes: Partial<Parameters<typeof sendMiniProgram>[0]>) {
    const done: string[] = []
    const printed: string[] = []
    const code = await sendMiniProgram({
      ...wanted(),
      projectPath: 'dist',
      print: (line) => printed.push(line),
      build: async () => (done.push('build'), 0),
      npm: async (args) => (done.push(args[5] ?? ''), { code: 0, output: '' }),
      ...changes,
    })
    return { code, done, printed: printed.join('\n') }
  }

  it('builds anew, then uploads, and says where it is found', async () => {
    expect(await send({})).toEqual({
      code: 0,
      done: ['build', 'upload'],
      printed: expect.stringMatching(/Uploading wx0123456789abcdef 1\.2\.3.*\nUploaded: .*robot 1.*体验版/),
    })
    expect((await send({ sending: 'preview' })).done).toEqual(['build', 'preview'])
  })

  it('neither builds nor uploads what is refused', async () => {
    expect(await send({ env: {} })).toEqual({
      code: 1,
      done: [],
      printed: expect.stringContaining('Not sent / 未发送'),
    })
  })

  it('uploads nothing that did not build', async () => {
    expect(await send({ build: async () => 3 })).toMatchObject({ code: 3, done: [] })
  })

  it('explains why WeChat refused, and fails', async () => {
    const npm = async () => ({ code: 1, output: 'invalid ip: 203.0.113.7' })
    expect(await send({ npm })).toMatchObject({ code: 1, printed: expect.stringContaining('IP allow-list') })
  })
})

it.each(['previewMp', 'uploadMp'])(
  '%s, as npm runs it, lists what is missing, and exits with 1 before it builds',
  (name) => {
    // Empty values also win over a .env file in the repository.
    const unset = {
      VITE_APP_ID: '',
      VITE_API_URL: 'http://127.0.0.1',
      VITE_API_URL_TRIAL: '',
      MP_UPLOAD_KEY: '',
      MP_ROBOT: '',
    }
    const env = { PATH: process.env.PATH, ...unset }
    const run = spawnSync(process.execPath, ['--import', 'tsx', `client/packages/build/${name}.ts`], {
      cwd: repository,
      env,
      encoding: 'utf8',
    })
    expect(run.status).toBe(1)
    expect(run.stdout.match(/^ {2}- (\S+)/gm)).toEqual(
      ['VITE_APP_ID', 'MP_UPLOAD_KEY', 'VITE_API_URL', 'VITE_API_URL'].map((word) => `  - ${word}`),
    )
  },
)

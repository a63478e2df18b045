/** What `npm run doctor` looks at, in the order in which one would mend it. */
import { isIP } from 'node:net'
import { EnvError, readEnv, type Settings } from '../../env.ts'
import { examineWeChat } from './examineWeChat.ts'
import { ill, well, type Finding } from './Finding.ts'

/** As package.json asks for. */
const leastNode = [20, 19] as const

export interface ExamineParts {
  /** E.g. `20.19.0`. */
  readonly nodeVersion: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Opens the database as the server would, its tables brought up to date, and closes it. */
  readonly tryDatabase: (settings: Settings) => Promise<void>
}

/** Each finding as soon as it is there. What stands on settings that are wrong is not looked at. */
export async function* examine(parts: ExamineParts): AsyncGenerator<Finding> {
  yield examineNode(parts.nodeVersion)
  // In development the client's build makes the address itself.
  if (parts.variables['NODE_ENV'] !== 'development') yield examineApiAddress(parts.variables['VITE_API_URL'])
  const settings = readSettings(parts.variables)
  if (Array.isArray(settings)) return yield* settings
  yield well('环境变量完整，密钥强度足够', 'The environment is complete and its secrets are strong')
  // Nobody documents that forged X-WX-* headers are stripped on the public gateway, and nothing here can ask.
  if (settings.trustCloudrun) yield well('信任 X-WX-OPENID：请确认云托管已关闭公网访问', 'X-WX-OPENID is trusted: make sure that CloudRun’s public access is off')
  yield await examineDatabase(settings, parts.tryDatabase)
  const { wechatApps: apps, wechatApiBase: base } = settings
  yield* await examineWeChat({ apps, base, fetch: parts.fetch, now: parts.now })
}

function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNewEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])
  if (isNewEnough) return well(`Node ${version}`, `Node ${version}`)
  const least = leastNode.join('.')
  return ill(
    { zh: `Node ${version} 过旧`, en: `Node ${version} is too old` },
    { zh: `请安装 ${least} 或更新版本`, en: `install ${least} or newer` },
  )
}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
function examineApiAddress(address: string | undefined): Finding {
  const next = {
    zh: '真机只接受已备案的 https 域名，请设置后重新构建',
    en: 'phones accept a filed https domain only: set it and build again',
  }
  if (!address) return ill({ zh: '未设置 VITE_API_URL', en: 'VITE_API_URL is not set' }, next)
  if (!URL.canParse(address)) return ill({ zh: 'VITE_API_URL 不是网址', en: 'VITE_API_URL is no address' }, next)
  const { protocol, hostname } = new URL(address)
  const isDomain = hostname.includes('.') && !isIP(hostname) && !hostname.startsWith('[')
  if (protocol !== 'https:' || !isDomain) {
    return ill({ zh: `手机无法使用 ${hostname} 的接口地址`, en: `A phone does not take the API address at ${hostname}` }, next)
  }
  return well(`接口地址可用于手机：${hostname}`, `The API address suits phones: ${hostname}`)
}

function readSettings(variables: ExamineParts['variables']): Settings | Finding[] {
  try {
    return readEnv(variables)
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    return error.problems.map(problemFinding)
  }
}

/** A line of env.ts: `NAME says what / 中文`. */
function problemFinding(problem: string): Finding {
  const [en = '', zh = en] = problem.split(' / ')
  const [name = ''] = en.split(' ')
  return ill({ en, zh: zh.startsWith(name) ? zh : `${name} ${zh}` }, { zh: '说明见 .env.example', en: 'see .env.example' })
}

async function examineDatabase(settings: Settings, tryDatabase: ExamineParts['tryDatabase']): Promise<Finding> {
  try {
    await tryDatabase(settings)
    return well('数据库可用，表结构为最新', 'The database answers, and its tables are up to date')
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return ill(
      { zh: '数据库不可用', en: `The database is of no use: ${detail}` },
      { zh: '请检查 DATABASE_URL、数据库是否启动、目录是否可写', en: 'check DATABASE_URL, that it runs, and that its folder is writable' },
    )
  }
}

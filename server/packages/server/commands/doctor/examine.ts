/** What `npm run doctor` looks at, in the order in which one would mend it. */
import { EnvError, readEnv, type Settings } from '../../settings/env.ts'
import type { StoreStanding } from '../../store/examineStore.ts'
import { OpeningError } from '../../database/errors.ts'
import { examineClient } from './examineClient.ts'
import { examineWeChat } from './examineWeChat.ts'
import { ill, well, type Finding } from './Finding.ts'

/** As package.json asks for. */
const leastNode = [20, 19] as const

type Variables = Readonly<Record<string, string | undefined>>

export interface ExamineParts {
  /** E.g. `20.19.0`. */
  readonly nodeVersion: string
  /** Whether the development set-up is meant. */
  readonly isDev: boolean
  /** The server's. */
  readonly variables: Variables
  /** The client's `VITE_…`, as the upload reads them. */
  readonly clientVariables: Variables
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Looks at the database of this address and changes nothing. */
  readonly examineStore: (url: string) => Promise<StoreStanding>
}

/** Each finding as soon as it is there. What stands on settings that are wrong is not looked at. */
export async function* examine(parts: ExamineParts): AsyncGenerator<Finding> {
  yield examineNode(parts.nodeVersion)
  const mode = sandboxMode(parts)
  if (mode) yield examineMode(mode)
  // What else is missing is told at once, not only when the mode is mended.
  const settings = readSettings(mode ? { ...parts.variables, NODE_ENV: 'production' } : parts.variables)
  // In development the client's build makes the address itself.
  if (!parts.isDev)
    yield* examineClient({ ...parts, appIds: Array.isArray(settings) ? null : [...settings.wechatApps.keys()] })
  if (Array.isArray(settings)) return yield* settings
  yield well('环境变量完整，密钥强度足够', 'The environment is complete and its secrets are strong')
  // Nobody documents that forged X-WX-* headers are stripped on the public gateway, and nothing here can ask.
  if (settings.trustCloudrun)
    yield well(
      '信任 X-WX-OPENID：请确认云托管已关闭公网访问',
      'X-WX-OPENID is trusted: make sure that CloudRun’s public access is off',
    )
  if (settings.mode === 'production' && settings.trustedProxies.length === 0) yield examineProxies(settings)
  yield await examineDatabase(settings.databaseUrl, parts.examineStore)
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

/** The mode that opens the sandbox, where nobody asked for it. */
function sandboxMode({ isDev, variables }: ExamineParts): string | null {
  const mode = variables['NODE_ENV']
  return !isDev && (mode === 'development' || mode === 'test') ? mode : null
}

/** In the sandbox whoever calls may be anybody. */
function examineMode(mode: string): Finding {
  return ill(
    {
      zh: `NODE_ENV 为 ${mode}：这样启动的服务会打开微信模拟服务`,
      en: `NODE_ENV is ${mode}: a server started so opens the sandbox`,
    },
    {
      zh: '请去掉它或设为 production；若要检查开发环境，请用 npm run doctor -- --dev',
      en: 'take it out or set production; to look at development: npm run doctor -- --dev',
    },
  )
}

/**
 * Right without a proxy, and nothing here can see whether one stands in front; but only one reaches a server that
 * hears its own machine alone.
 */
function examineProxies({ host }: Settings): Finding {
  const isLocal = /^(127\.|localhost$|::1$)/.test(host)
  const where = isLocal
    ? { zh: `HOST 为 ${host}，前面应有代理，`, en: `HOST is ${host}, so a proxy stands in front:` }
    : { zh: '若前面有代理，', en: 'if a proxy stands in front,' }
  const next = 'set it to the proxy’s address or network, or all phones count as one address'
  return well(
    `未设置 TRUSTED_PROXIES：${where.zh}请写入其地址或网段，否则所有手机会被当作同一个地址`,
    `TRUSTED_PROXIES is not set: ${where.en} ${next}`,
  )
}

function readSettings(variables: Variables): Settings | Finding[] {
  try {
    return readEnv(variables)
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    return error.problems.map(problemFinding)
  }
}

/** A line of env.ts: `NAME says what / 中文`. */
export function problemFinding(problem: string): Finding {
  const [en = '', zh = en] = problem.split(' / ')
  const [name = ''] = /^\w+/.exec(en) ?? []
  return ill(
    { en, zh: zh.startsWith(name) ? zh : `${name} ${zh}` },
    { zh: '说明见 .env.example', en: 'see .env.example' },
  )
}

async function examineDatabase(url: string, examineStore: ExamineParts['examineStore']): Promise<Finding> {
  try {
    return standingFinding(await examineStore(url))
  } catch (error) {
    if (error instanceof OpeningError) return ill(error.what, error.next)
    const detail = error instanceof Error ? error.message : String(error)
    return ill(
      { zh: `数据库不可用：${detail}`, en: `The database is of no use: ${detail}` },
      {
        zh: '请检查 DATABASE_URL、数据库是否启动、目录是否可写',
        en: 'check DATABASE_URL, that it runs, and that its folder is writable',
      },
    )
  }
}

function standingFinding(standing: StoreStanding): Finding {
  if (standing.kind === 'absent') {
    return well(
      `数据库文件 ${standing.path} 尚不存在，首次启动时创建`,
      `The database file ${standing.path} does not exist yet; the first start makes it`,
    )
  }
  const { pending } = standing
  if (pending === 0) return well('数据库可用，表结构为最新', 'The database answers, and its tables are up to date')
  const migrations = pending === 1 ? '1 migration' : `${pending} migrations`
  return well(`数据库可用，下次启动将执行 ${pending} 个迁移`, `The database answers; the next start runs ${migrations}`)
}

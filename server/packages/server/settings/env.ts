/** The only file that reads the environment: variables in, settings or every problem at once out. */
import { z } from 'zod'
import { EnvFileError, readEnvFile } from './envFile.ts'
import { list, partsOf, plain } from './envText.ts'
import type { NamedKey } from 'uni-trpc-auth'
import { apps, duration, proxies, secret, secrets, wholeNumber } from './envValues.ts'
import { misspelt } from './misspelt.ts'

export type Mode = 'production' | 'development' | 'test'

export interface Settings {
  readonly mode: Mode
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  /** Connections of this process to PostgreSQL. */
  readonly databasePool: number
  /** PostgreSQL itself, where `databaseUrl` is a pooler's. */
  readonly databaseListenUrl: string | null
  /** App id → secret; empty means that the sandbox stands for WeChat. */
  readonly wechatApps: ReadonlyMap<string, string>
  readonly wechatApiBase: string
  readonly tokenSecrets: readonly NamedKey[]
  readonly dataSecrets: readonly NamedKey[]
  /** Keys the index by which equal phone numbers are found; it does not rotate. */
  readonly indexSecret: Uint8Array
  /** Milliseconds. */
  readonly tokenTtl: number
  readonly sessionIdle: number
  readonly sessionMax: number
  readonly sessionCap: number
  /** Milliseconds for which an idle connection is kept; the proxy in front must close it first. */
  readonly keepAlive: number
  readonly webOrigins: readonly string[]
  /** Addresses and networks that may name the client's address in X-Forwarded-For. */
  readonly trustedProxies: readonly string[]
  /** Whether CloudRun's X-WX-OPENID counts. */
  readonly trustCloudrun: boolean
  /** Whether what people write goes through WeChat's content check. */
  readonly contentCheck: boolean
  /** What /metrics asks for; without it production serves none. */
  readonly metricsToken: string | null
}

/** Thrown with one line for each wrong variable; no line holds a value. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The environment is not complete / 环境变量有误:\n${problems.map((line) => `  - ${line}`).join('\n')}`)
    this.problems = problems
  }
}

type Variables = Readonly<Record<string, string | undefined>>

const longestKeepAliveMs = 3_600_000

const developmentDefaults = { DATABASE_URL: 'file:./data/uni-trpc.db', WECHAT_APPS: '' }

const needed = z.string('is missing / 缺少')

const schema = z.object({
  NODE_ENV: z
    .enum(
      ['production', 'development', 'test'],
      'must be production, development or test / 只能是 production、development 或 test',
    )
    .default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.string().default('3000').transform(wholeNumber(0, 65_535)),
  DATABASE_URL: needed.regex(
    /^(?:file:.|postgres(?:ql)?:\/\/.)/,
    'must begin with file: or postgres:// / 须以 file: 或 postgres:// 开头',
  ),
  DATABASE_POOL: z.string().default('10').transform(wholeNumber(1, 1000)),
  DATABASE_LISTEN_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\/./, 'must begin with postgres:// / 须以 postgres:// 开头')
    .nullable()
    .default(null),
  WECHAT_APPS: needed.transform(apps),
  WECHAT_API_BASE: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address / 须为 http(s) 地址' })
    .refine((text) => !/[?#]/.test(text), 'must end before any ? or # / 不能含 ? 或 #')
    .default('https://api.weixin.qq.com'),
  TOKEN_SECRETS: needed.transform(secrets),
  DATA_SECRETS: needed.transform(secrets),
  INDEX_SECRET: needed.transform(secret),
  TOKEN_TTL: z.string().default('2h').transform(duration),
  SESSION_IDLE: z.string().default('7d').transform(duration),
  SESSION_MAX: z.string().default('30d').transform(duration),
  SESSION_CAP: z.string().default('20').transform(wholeNumber(1, 1000)),
  KEEP_ALIVE: z
    .string()
    .default('75s')
    .transform(duration)
    .refine((ms) => ms <= longestKeepAliveMs, 'must be 1h at most / 最长为 1h'),
  WEB_ORIGINS: z.string().default('').transform(list),
  TRUSTED_PROXIES: z.string().default('').transform(proxies),
  TRUST_CLOUDRUN: z.enum(['true', 'false'], 'must be true or false / 只能是 true 或 false').default('false'),
  CONTENT_CHECK: z.enum(['on', 'off'], 'must be on or off / 只能是 on 或 off').default('off'),
  METRICS_TOKEN: z.string().min(16, 'is shorter than 16 characters / 短于 16 个字符').nullable().default(null),
})

const settings = schema.transform(
  (env): Settings => ({
    mode: env.NODE_ENV,
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    databasePool: env.DATABASE_POOL,
    databaseListenUrl: env.DATABASE_LISTEN_URL,
    wechatApps: env.WECHAT_APPS,
    wechatApiBase: env.WECHAT_API_BASE,
    tokenSecrets: env.TOKEN_SECRETS,
    dataSecrets: env.DATA_SECRETS,
    indexSecret: env.INDEX_SECRET,
    tokenTtl: env.TOKEN_TTL,
    sessionIdle: env.SESSION_IDLE,
    sessionMax: env.SESSION_MAX,
    sessionCap: env.SESSION_CAP,
    keepAlive: env.KEEP_ALIVE,
    webOrigins: env.WEB_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
    trustCloudrun: env.TRUST_CLOUDRUN === 'true',
    contentCheck: env.CONTENT_CHECK === 'on',
    metricsToken: env.METRICS_TOKEN,
  }),
)

/**
 * Settings from `KEY=value` variables, by default the process's own and a `.env` file beside package.json.
 *
 * @throws {EnvError} naming every variable that is missing or wrong, and a file that cannot be read, never a value
 */
export function readEnv(variables: Variables = processVariables()): Settings {
  const present = withDefaults({}, variables)
  const relaxed = present['NODE_ENV'] === 'development' || present['NODE_ENV'] === 'test'
  const given = relaxed ? withDefaults(developmentDefaults, present) : present
  const result = settings.safeParse(given)
  const problems = [
    ...(result.error?.issues ?? []).map(problemOf),
    ...equalSecrets(given),
    ...cloudrunProblems(given),
    ...misspelt(Object.keys(present), Object.keys(schema.shape)),
  ]
  if (!result.success || problems.length > 0) throw new EnvError(problems)
  return Object.freeze(result.data)
}

/** Those that hold a secret, or the password of a database. */
const secretNames = [
  'DATABASE_URL',
  'DATABASE_LISTEN_URL',
  'WECHAT_APPS',
  'TOKEN_SECRETS',
  'DATA_SECRETS',
  'INDEX_SECRET',
  'METRICS_TOKEN',
] as const satisfies readonly (keyof typeof schema.shape)[]

/**
 * Takes them out of the process once they are read: a diagnostic report, which Node writes at a crash where it is asked
 * to, lists the whole environment, and a child process inherits it.
 */
export function forgetSecrets(): void {
  for (const name of secretNames) Reflect.deleteProperty(process.env, name)
}

/**
 * The process's variables over those of a `.env` file in the working directory, where there is one.
 *
 * @param onUnreadable is told of a file that cannot be read, and may throw @default throws the EnvError
 */
export function processVariables(onUnreadable: (error: EnvError) => void = thrown): Variables {
  try {
    // Into the process itself, as Node does it: the PostgreSQL driver and others read there.
    for (const [name, text] of Object.entries(readEnvFile('.env'))) process.env[name] ??= text
  } catch (error) {
    if (!(error instanceof EnvFileError)) throw error
    onUnreadable(new EnvError([`.env ${error.what.en} / .env ${error.what.zh}`]))
  }
  return process.env
}

function thrown(error: EnvError): never {
  throw error
}

/** What is empty or not there leaves a default as it is, as no plain spread does. */
export function withDefaults(defaults: Variables, variables: Variables): Variables {
  const given = Object.entries(variables).map(([name, text = '']) => [name, plain(text)] as const)
  return { ...defaults, ...Object.fromEntries(given.filter(([, text]) => text !== '')) }
}

function problemOf(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')} ${issue.message}`
}

/** One secret for two purposes would let a leak of the one open the other. */
function equalSecrets(present: Variables): string[] {
  const values = ['TOKEN_SECRETS', 'DATA_SECRETS', 'INDEX_SECRET'].map(
    // As bytes: base64 has more than one spelling for the same secret.
    (name) =>
      new Set(
        list(present[name] ?? '').map((entry) =>
          Buffer.from(entry.slice(entry.indexOf(':') + 1), 'base64').toString('hex'),
        ),
      ),
  )
  const all = values.flatMap((set) => [...set])
  const isShared = new Set(all).size < all.length
  return isShared
    ? [
        'TOKEN_SECRETS, DATA_SECRETS and INDEX_SECRET share a secret / TOKEN_SECRETS、DATA_SECRETS 与 INDEX_SECRET 不能相同',
      ]
    : []
}

/** CloudRun's containers keep no disk, and only there may an app go without its secret. */
function cloudrunProblems(present: Variables): string[] {
  const isThere = present['TRUST_CLOUDRUN'] === 'true'
  const problems = []
  if (isThere && present['DATABASE_URL']?.startsWith('file:'))
    problems.push(
      'DATABASE_URL must not be a file with TRUST_CLOUDRUN: it is lost at each deploy / 云托管不保留文件，须使用 postgres://',
    )
  if (!isThere && list(present['WECHAT_APPS'] ?? '').some((entry) => partsOf(entry)[1] === ''))
    problems.push('WECHAT_APPS lacks a secret / 缺少 AppSecret')
  return problems
}

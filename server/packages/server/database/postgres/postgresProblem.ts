/** What PostgreSQL, a pooler or the way to them says no to, as sentences for the operator with what to do next. */
import type { Sentence } from 'uni-trpc-protocol/sentences'

export interface Problem {
  /** Stands after a colon. */
  readonly what: Sentence
  /** Begins as a sentence of its own. */
  readonly next: Sentence
}

/** [a code as in `StoreError`, SQLSTATE with its hint, Node's or OpenSSL's, or a sentence of pg's; what; next] */
type Row = readonly [pattern: RegExp, what: Sentence, next: Sentence]

const correctHost: Sentence = {
  en: 'Correct the host in DATABASE_URL, or the DNS of this machine',
  zh: '请更正 DATABASE_URL 中的主机名，或检查本机 DNS',
}
const nameRoot: Sentence = {
  en:
    'Name the file of its CA: DATABASE_URL=…?sslmode=verify-full&sslrootcert=/path/ca.pem ' +
    '(sslmode=no-verify encrypts and verifies nothing)',
  zh: '请指定其 CA 证书文件：DATABASE_URL=…?sslmode=verify-full&sslrootcert=/path/ca.pem（sslmode=no-verify 只加密、不验证）',
}

/** The first that fits. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const rows: readonly Row[] = [
  [
    /^28P01|^08P01 user/,
    { en: 'user or password is wrong', zh: '用户名或密码错误' },
    {
      en: 'Correct user, password and name in DATABASE_URL; special characters are URL-encoded',
      zh: '请更正 DATABASE_URL 中的用户、密码与库名，特殊字符须经 URL 编码',
    },
  ],
  [
    /client password must be/,
    { en: 'its address holds no password', zh: '地址中没有密码' },
    {
      en: 'Write DATABASE_URL as postgres://user:password@host:5432/name',
      zh: '请把 DATABASE_URL 写成 postgres://用户:密码@主机:5432/库名',
    },
  ],
  [
    /^(3D000|08P01 database)/,
    { en: 'there is no database of this name', zh: '没有这个数据库' },
    {
      en: 'Create it, or correct user, password and name in DATABASE_URL',
      zh: '请创建它，或更正 DATABASE_URL 中的用户、密码与库名',
    },
  ],
  [
    /^28000 tls/,
    { en: 'the server takes connections by TLS alone', zh: '服务器只接受 TLS 连接' },
    { en: 'Append ?sslmode=verify-full to DATABASE_URL', zh: '请在 DATABASE_URL 末尾加上 ?sslmode=verify-full' },
  ],
  [
    /^28000/,
    { en: 'the server does not let this user in from here', zh: '服务器不允许该用户从此处登录' },
    {
      en: 'Allow user and address in its pg_hba.conf or allow-list, or correct user, password and name in DATABASE_URL',
      zh: '请在 pg_hba.conf 或白名单中放行，或更正 DATABASE_URL 中的用户、密码与库名',
    },
  ],
  [
    /^(53300|08P01 full)/,
    { en: 'it has too many connections', zh: '连接数已满' },
    {
      en: 'Lower DATABASE_POOL, raise max_connections, or put a pooler in front',
      zh: '请调小 DATABASE_POOL、调大 max_connections，或使用连接池',
    },
  ],
  [
    /^25006/,
    { en: 'it is read-only, a standby maybe', zh: '它是只读的，可能是备库' },
    { en: 'It is read-only: name the primary server in DATABASE_URL', zh: '它是只读的，请让 DATABASE_URL 指向主库' },
  ],
  [
    /^42501/,
    { en: 'permission denied', zh: '权限不足' },
    {
      en:
        'Grant its role select, insert, update and delete on the tables, and, while migrations are pending, ' +
        'the right to create tables',
      zh: '请授予该角色各表的读写权限；有待执行的迁移时还须授予建表的权限',
    },
  ],
  [
    /^08P01 parameter/,
    { en: 'the pooler does not take a parameter of the address', zh: '连接池不接受地址中的某个参数' },
    { en: 'Take options and other parameters out of DATABASE_URL', zh: '请去掉 DATABASE_URL 中的 options 等参数' },
  ],
  [
    /^08P01/,
    { en: 'the pooler has no connection for us', zh: '连接池无可用连接' },
    {
      en: 'Look into its log: does PostgreSQL behind it run, and is its pool large enough?',
      zh: '请查看连接池日志：其后的 PostgreSQL 是否运行、池是否够大',
    },
  ],
  [
    /^57P0[1235]/,
    { en: 'it is starting or stopping', zh: '它正在启动或停止' },
    { en: 'Wait, or start it', zh: '请稍候，或启动它' },
  ],
  [/^53100/, { en: 'its disk is full', zh: '磁盘已满' }, { en: 'Make room on its disk', zh: '请检查磁盘并腾出空间' }],
  [
    /^53200/,
    { en: 'it is out of memory', zh: '内存不足' },
    { en: 'Give it more memory, or fewer connections', zh: '请增加内存或减少连接数' },
  ],
  [
    /^57014|^55P03/,
    { en: 'a statement took too long', zh: '语句执行超时' },
    { en: 'Look for long transactions and locks in pg_stat_activity', zh: '请在 pg_stat_activity 中查找长事务与锁' },
  ],
  [
    /does not support SSL/,
    { en: 'the server has no TLS', zh: '服务器未启用 TLS' },
    {
      en: 'Turn ssl on there; in a trusted network take sslmode out of DATABASE_URL',
      zh: '请在服务器上启用 ssl；若网络可信，去掉 DATABASE_URL 中的 sslmode',
    },
  ],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)/,
    { en: 'its certificate is signed by itself or a CA of its own', zh: '其证书为自签名或由自建 CA 签发' },
    nameRoot,
  ],
  [
    /^UNABLE_TO_(VERIFY|GET)|^CERT_(UNTRUSTED|SIGNATURE)/,
    { en: 'its certificate is of a CA that is not known here', zh: '无法验证其证书的签发者' },
    nameRoot,
  ],
  [
    /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/,
    { en: 'its certificate is for another name', zh: '其证书不属于该主机名' },
    { en: 'Name the host in DATABASE_URL as the certificate does', zh: '请让 DATABASE_URL 中的主机名与证书一致' },
  ],
  [
    /^CERT_/,
    { en: 'its certificate is not valid now', zh: '其证书已过期或尚未生效' },
    { en: 'Renew it, or correct the clock of this machine', zh: '请更新证书，或校准本机时钟' },
  ],
  [
    /^(EPROTO|ERR_SSL|ERR_OSSL|There was an error establishing an SSL)/,
    { en: 'TLS cannot be agreed upon', zh: 'TLS 协商失败' },
    {
      en: 'Compare sslmode, sslcert and sslkey in DATABASE_URL with what the server asks for',
      zh: '请核对 DATABASE_URL 中的 sslmode、sslcert、sslkey 与服务器要求',
    },
  ],
  [
    /^(ENOENT|EACCES|EISDIR) file/,
    {
      en: 'a file named by sslrootcert, sslcert or sslkey cannot be read',
      zh: '无法读取 sslrootcert、sslcert 或 sslkey 指定的文件',
    },
    {
      en: 'Correct its path in DATABASE_URL, and mount it where this runs',
      zh: '请更正 DATABASE_URL 中的路径，并确认文件已挂载',
    },
  ],
  [/^ENOTFOUND/, { en: 'nobody knows its host name', zh: '找不到该主机名' }, correctHost],
  [/^EAI_AGAIN/, { en: 'DNS does not answer', zh: 'DNS 无应答' }, correctHost],
  [
    /^(ECONNREFUSED|ENOENT|EACCES)/,
    { en: 'nobody listens at its address', zh: '该地址无人监听' },
    { en: 'Start it, or correct DATABASE_URL', zh: '请启动数据库或更正 DATABASE_URL' },
  ],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)|time(d )?out/i,
    { en: 'it does not answer in time', zh: '应答超时' },
    {
      en: 'Check host and port in DATABASE_URL, firewalls between, and whether it is overloaded',
      zh: '请检查 DATABASE_URL 的主机与端口、防火墙，以及数据库是否过载',
    },
  ],
  [
    /^(ECONNRESET|EPIPE|08)|^(Connection|Client) |connection broke/,
    { en: 'the connection was cut', zh: '连接被切断' },
    { en: 'Look into its log, and at the network between', zh: '请查看其日志与网络' },
  ],
]

/** `null` for what neither PostgreSQL nor the way to it says. */
export function postgresProblem(said: string): Problem | null {
  const [, what, next] = rows.find(([pattern]) => pattern.test(said)) ?? []
  if (!what || !next) return null
  const [code] = /^([A-Z_]{5,}|[\dA-Z]{5})(?=$| )/.exec(said) ?? []
  return { what: code ? { en: `${what.en} (${code})`, zh: `${what.zh}（${code}）` } : what, next }
}

export type Hint = 'user' | 'database' | 'full' | 'parameter' | 'tls'

/** Poolers have one code for everything; their sentences differ. Only which of these it was is kept. */
const hints: ReadonlyArray<readonly [RegExp, Hint]> = [
  [/unsupported startup parameter/i, 'parameter'],
  [/authentication failed|no such user|tenant or user not found/i, 'user'],
  [/database .*does not exist|no such database|database .*not found/i, 'database'],
  [/no more connections|max_client_conn|too many/i, 'full'],
  [/no encryption|SSL off|SSL.*required|insecure connection/i, 'tls'],
]

export function hintOf(message: string): Hint | null {
  return hints.find(([pattern]) => pattern.test(message))?.[1] ?? null
}

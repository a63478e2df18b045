/** From DATABASE_URL to what pg takes: read once, for a file that is gone later would end the process there. */
import pg from 'pg'
import { OpeningError, openingError } from '../errors.ts'
import type { PostgresOptions } from './PostgresOptions.ts'

/** What of an address pg reads from files, and would read again for every connection. */
const tlsParameters = ['sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'uselibpqcompat']

/** @throws {OpeningError} never with the address, which holds a password */
export function postgresConfig(url: string, options: PostgresOptions = {}): pg.ClientConfig {
  const { connectTimeoutMs = 5000, statementTimeoutMs = 5000 } = options
  return {
    ...addressOf(url),
    application_name: 'uni-trpc',
    connectionTimeoutMillis: connectTimeoutMs,
    // For a server that does not even say that it timed out.
    ...(statementTimeoutMs > 0 && { query_timeout: statementTimeoutMs + 1000 }),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: parserOf },
  }
}

function addressOf(url: string): pg.ClientConfig {
  if (!URL.canParse(url)) throw noAddress()
  const address = new URL(url)
  const mode = address.searchParams.get('sslmode')
  // pg reads these as verify-full and prints a warning about it; said here, it is quiet.
  if (mode !== null && /^(prefer|require|verify-ca)$/.test(mode) && !address.searchParams.has('uselibpqcompat')) {
    address.searchParams.set('sslmode', 'verify-full')
  }
  try {
    const { ssl } = new pg.Client(address.href)
    for (const name of tlsParameters) address.searchParams.delete(name)
    return { connectionString: address.href, ssl }
  } catch (cause) {
    throw openingError(cause)
  }
}

function noAddress(): OpeningError {
  return new OpeningError(
    { en: 'The address of the database is no address', zh: '数据库地址不是有效的网址' },
    { en: 'Correct DATABASE_URL: is its password URL-encoded?', zh: '请更正 DATABASE_URL，密码须经 URL 编码' },
  )
}

/** Times and counts are bigint there and plain numbers here; the year 287396 is far. */
function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8) return Number
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}

/** The sentences for what cannot be provoked on every machine, and TLS with certificates that openssl makes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examineStore } from './examineStore.ts'
import { openingError } from '../database/errors.ts'

/** As pg throws them. */
const failure = (message: string, properties: object = {}) => Object.assign(new Error(message), properties)
const fatal = (code: string, message: string) => failure(message, { code, severity: 'FATAL' })

describe('what the database says no to is told with what to do, in both languages', () => {
  it.each([
    [fatal('53300', 'sorry, too many clients already'), 'Lower DATABASE_POOL'],
    [
      fatal('28000', 'no pg_hba.conf entry for host "10.0.0.1", user "app", database "app", no encryption'),
      'Append ?sslmode=verify-full',
    ],
    [
      fatal('28000', 'no pg_hba.conf entry for host "10.0.0.1", user "app", database "app", SSL encryption'),
      'Allow user and address',
    ],
    [fatal('57P03', 'the database system is starting up'), 'Wait, or start it'],
    [fatal('53100', 'could not extend file'), 'Make room'],
    [fatal('25006', 'cannot execute INSERT in a read-only transaction'), 'name the primary server'],
    [fatal('42501', 'permission denied for table users'), 'Grant its role'],
    [fatal('08P01', 'SASL authentication failed'), 'Correct user, password'],
    [fatal('08P01', 'no such user: app'), 'Correct user, password'],
    [fatal('08P01', 'no such database: app'), 'Create it'],
    [fatal('08P01', 'unsupported startup parameter: search_path'), 'Take options'],
    [fatal('08P01', 'no more connections allowed (max_client_conn)'), 'Lower DATABASE_POOL'],
    [fatal('08P01', 'query_wait_timeout'), 'Look into its log'],
    [
      failure('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
      'Write DATABASE_URL as postgres://',
    ],
    [failure('The server does not support SSL connections'), 'Turn ssl on'],
    [failure('timeout expired'), 'Check host and port'],
    [failure('timeout exceeded when trying to connect'), 'Check host and port'],
    [failure('Query read timeout'), 'Check host and port'],
    [failure('Connection terminated due to connection timeout'), 'Check host and port'],
    [failure('connect ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'connect' }), 'Check host and port'],
    [failure('connect EHOSTUNREACH', { code: 'EHOSTUNREACH', syscall: 'connect' }), 'Check host and port'],
    [failure('Connection terminated unexpectedly'), 'Look into its log'],
    [failure('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' }), 'Look into its log'],
    [failure('getaddrinfo ENOTFOUND x', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'Correct the host'],
    [failure('getaddrinfo EAI_AGAIN x', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }), 'Correct the host'],
    [failure('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' }), 'Start it'],
    [failure('connect ENOENT /run/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }), 'Start it'],
    [failure('EACCES: permission denied', { code: 'EACCES', syscall: 'open' }), 'Correct its path'],
    [failure('self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'sslrootcert'],
    [failure('self-signed certificate in certificate chain', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'sslrootcert'],
    [failure('unable to verify the first certificate', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }), 'sslrootcert'],
    [failure('unable to get local issuer certificate', { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }), 'sslrootcert'],
    [failure('certificate has expired', { code: 'CERT_HAS_EXPIRED' }), 'Renew it'],
    [failure('wrong version number', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }), 'Compare sslmode'],
  ])('%s', (cause, next) => {
    const error = openingError(cause)
    expect(error.next.en).toContain(next)
    for (const { en, zh } of [error.what, error.next]) {
      expect(en).toMatch(/^[A-Z][\x20-\x7e…]+$/)
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).not.toMatch(/10\.0\.0\.1|"app"/)
    }
    if ('code' in cause) expect(error.message).toContain(String(cause.code))
  })
})

const noOpenssl = spawnSync('openssl', ['version']).error !== undefined
if (noOpenssl) process.stderr.write('TLS to PostgreSQL is not tested: this machine has no openssl\n')

describe.skipIf(noOpenssl)('TLS', () => {
  let folder: string
  let server: Server
  let address: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tls-'))
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]
    spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=db.example',
      '-addext',
      'subjectAltName=DNS:db.example',
      ...files,
    ])
    const secureContext = createSecureContext({
      key: readFileSync(join(folder, 'key.pem')),
      cert: readFileSync(join(folder, 'cert.pem')),
    })
    // Of PostgreSQL what it says before TLS:
    // https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL
    server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => {
        socket.write('S')
        new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => undefined)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `postgres://app:CANARY@127.0.0.1:${(server.address() as AddressInfo).port}/app`
  })
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(['allow', 'prefer', 'require', 'verify-ca', 'verify-full'])(
    'sslmode=%s verifies, and a certificate signed by itself is told with what to do',
    async (mode) => {
      await expect(examineStore(`${address}?sslmode=${mode}`)).rejects.toThrow(
        /signed by itself.*\(DEPTH_ZERO_SELF_SIGNED_CERT\)\. Name the file of its CA: .*sslrootcert.* \/ .*自签名.*，请指定/,
      )
    },
  )

  it('a certificate for another name is told with what to do', async () => {
    await expect(
      examineStore(`${address}?sslmode=verify-full&sslrootcert=${join(folder, 'cert.pem')}`),
    ).rejects.toThrow(/for another name \(ERR_TLS_CERT_ALTNAME_INVALID\)\. Name the host.* \/ .*不属于该主机名/)
  })
})

import { describe, expect, it } from 'vitest'
import { hostFailure } from './hostFailure.ts'

describe('hostFailure', () => {
  it.each([
    ['request:fail abort', undefined, 'timeout'],
    ['uploadFile:fail abort', undefined, 'timeout'],
    ['request:fail timeout', undefined, 'timeout'],
    ['request:fail timeout', 5, 'timeout'],
    ['request:fail errcode:-118 cronet_error_code:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT', 600001, 'timeout'],
    ['request:fail socket time out timeout:60000', undefined, 'timeout'],
    ['request:fail 请求超时。', undefined, 'timeout'],
    ['request:fail', 5, 'timeout'],
    ['request:fail interrupted', undefined, 'interrupted'],
    ['request:fail errcode:10011 cronet_error_code:0 error_msg:network change, cancel all task', 600001, 'interrupted'],
    ['request:fail', 600003, 'interrupted'],
    ['request:fail url not in domain list', 600002, 'domain'],
    ['request:fail url not in domain list:https://timeout.example.com/abort', undefined, 'domain'],
    ['request:fail', 600002, 'domain'],
    ['request:fail errcode:-202 cronet_error_code:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID', 600001, 'tls'],
    ['request:fail ssl hand shake error', undefined, 'tls'],
    ['request:fail 发生了SSL错误，无法建立与该服务器的安全连接。', undefined, 'tls'],
    ['request:fail 此服务器的证书无效。', undefined, 'tls'],
    ['request:fail errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED', 600001, 'offline'],
    ['request:fail errcode:-103 cronet_error_code:-103 error_msg:net::ERR_CONNECTION_ABORTED', 600001, 'offline'],
    ['request:fail errcode:-105 cronet_error_code:-105 error_msg:net::ERR_NAME_NOT_RESOLVED', 600001, 'offline'],
    ['request:fail The Internet connection appears to be offline.', undefined, 'offline'],
    ['request:fail', undefined, 'offline'],
    ['', 600000, 'offline'],
    [
      'request:fail java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.',
      undefined,
      'tls',
    ],
    ['request:fail javax.net.ssl.SSLException: Read error', undefined, 'tls'],
    ['request:fail java.net.SocketTimeoutException: failed to connect', undefined, 'timeout'],
    ['uploadFile:fail Could not connect to the server.', undefined, 'offline'],
    ['uploadFile:fail file not found', undefined, 'unsent'],
    ['uploadFile:fail createUploadTask:fail file not found', undefined, 'unsent'],
    ['uploadFile:fail tempFilePath file not exist', undefined, 'unsent'],
    ['uploadFile:fail no such file or directory, open "/tmp/timeout.png"', undefined, 'unsent'],
    ['uploadFile:fail file data is empty', undefined, 'unsent'],
    ['uploadFile:fail 文件不存在', undefined, 'unsent'],
    ['uploadFile:fail net::ERR_FILE_NOT_FOUND', undefined, 'unsent'],
    ['request:fail invalid url', undefined, 'unsent'],
    ['request:fail:invalid URL "ssl://"', undefined, 'unsent'],
    ['request:fail unsupported URL', undefined, 'unsent'],
    ['request:fail net::ERR_UNKNOWN_URL_SCHEME', undefined, 'unsent'],
    ['request:fail parameter error: parameter.timeout should be Number instead of String;', undefined, 'unsent'],
    ['request:fail invalid method: "QUERY"', undefined, 'unsent'],
    ['request:fail errcode:-320 error_msg:net::ERR_INVALID_RESPONSE', 600001, 'offline'],
  ])('reads %j with errno %j as %s', (errMsg, errno, kind) => {
    expect(hostFailure(errno === undefined ? { errMsg } : { errMsg, errno }).kind).toBe(kind)
  })

  it.each([
    'cert.example.com',
    'ssl-gateway.example.com:8443',
    'timeout.example.com',
    'abort.cn',
    'tls-test:3000',
    'cert-server',
  ])('reads the host’s words, never the address it repeats: %s is offline without a network', (host) => {
    const name = host.replace(/:.*/, '')
    const url = `https://${host}/trpc/certificates.timeout,file.not.found?batch=1&input=%22interrupted%22`
    for (const errMsg of [
      `request:fail ${url}`,
      `request:fail Unable to resolve host "${name}": No address associated with hostname`,
      `request:fail getaddrinfo ENOTFOUND ${name}`,
      `request:fail connect ECONNREFUSED ${host}`,
      `request:fail errcode:-105 error_msg:net::ERR_NAME_NOT_RESOLVED (${host}/trpc/certificates.timeout,file.not.found)`,
      `request:fail cannot reach /trpc/certificates.timeout,file.not.found`,
    ]) {
      expect([errMsg, hostFailure({ errMsg }, url).kind]).toEqual([errMsg, 'offline'])
    }
    expect(hostFailure({ errMsg: `request:fail timeout ${host}` }, url).kind).toBe('timeout')
    expect(hostFailure({ errMsg: `request:fail ${name}: ssl hand shake error` }, url).kind).toBe('tls')
  })

  it('does not read the name of another host, to which it was led', () => {
    expect(
      hostFailure({ errMsg: 'request:fail Unable to resolve host "cert.timeout.cdn.cn"' }, 'https://a.cn/trpc').kind,
    ).toBe('offline')
  })

  it('reads a failure that says nothing as offline', () => {
    expect(hostFailure({}).message).toBe('offline')
  })

  it('does not read H5’s errCode, which is 5 for a timeout and for no network alike', () => {
    const fromH5: object = { errMsg: 'request:fail', errCode: 5 }
    expect(hostFailure(fromH5).kind).toBe('offline')
  })

  it('repeats the host’s words without addresses and at most 200 characters of them', () => {
    const { message } = hostFailure({ errMsg: 'request:fail https://a.b/c?input=1 is down' })
    expect(message).toBe('offline: request:fail … is down')
    expect(hostFailure({ errMsg: 'x'.repeat(1000) }).message.length).toBeLessThan(300)
  })
})

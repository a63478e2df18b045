import { describe, expect, it } from 'vitest'
import { hostFailure } from './hostFailure.ts'

describe('hostFailure', () => {
  it.each([
    ['request:fail abort', undefined, 'aborted'],
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
  ])('reads %j with errno %j as %s', (errMsg, errno, kind) => {
    expect(hostFailure(errno === undefined ? { errMsg } : { errMsg, errno }).kind).toBe(kind)
  })

  it('reads a failure that says nothing as offline', () => {
    expect(hostFailure({}).message).toBe('The server could not be reached')
  })

  it('does not read H5’s errCode, which is 5 for a timeout and for no network alike', () => {
    const fromH5: object = { errMsg: 'request:fail', errCode: 5 }
    expect(hostFailure(fromH5).kind).toBe('offline')
  })

  it('repeats the host’s words without addresses and at most 200 characters of them', () => {
    const { message } = hostFailure({ errMsg: 'request:fail https://a.b/c?input=1 is down' })
    expect(message).toBe('The server could not be reached (request:fail … is down)')
    expect(hostFailure({ errMsg: 'x'.repeat(1000) }).message.length).toBeLessThan(300)
  })
})

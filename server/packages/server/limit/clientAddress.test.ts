import { describe, expect, it } from 'vitest'
import { addressKey } from 'uni-trpc-auth'
import { claimedAddress, clientAddress, trustedProxyList } from './clientAddress.ts'

const trustedProxies = trustedProxyList(['10.0.0.0/8', '192.0.2.1', 'fd00::/8', '2001:db8::1'])
const of = (remoteAddress: string | undefined, forwardedFor?: string | null) =>
  clientAddress({ remoteAddress, forwardedFor, trustedProxies })

describe('the client’s address', () => {
  it('G70: is the socket’s, whatever X-Forwarded-For says, unless a trusted proxy speaks', () => {
    expect(of('203.0.113.7', '1.2.3.4')).toBe('203.0.113.7')
    expect(of('2001:db8::2', '1.2.3.4, 10.0.0.1')).toBe('2001:db8::2')
    expect(
      clientAddress({ remoteAddress: '10.0.0.1', forwardedFor: '1.2.3.4', trustedProxies: trustedProxyList([]) }),
    ).toBe('10.0.0.1')
  })

  it('G70: is the rightmost that is not a trusted proxy, so that a forged entry further left does nothing', () => {
    expect(of('10.0.0.1', '203.0.113.7')).toBe('203.0.113.7')
    expect(of('10.0.0.1', '6.6.6.6, 203.0.113.7, 10.9.9.9')).toBe('203.0.113.7')
    expect(of('192.0.2.1', '10.0.0.3, 6.6.6.6, 203.0.113.7')).toBe('203.0.113.7')
    expect(of('fd12::9', '2001:db8:7::9, 2001:db8::1')).toBe('2001:db8:7::9')
  })

  it('G70: is a trusted proxy’s own where that names nobody else', () => {
    expect(of('10.0.0.1')).toBe('10.0.0.1')
    expect(of('10.0.0.1', '')).toBe('10.0.0.1')
    expect(of('10.0.0.1', '203.0.113.7, unknown')).toBe('10.0.0.1')
    expect(of('10.0.0.1', '10.0.0.2, 10.0.0.3')).toBe('10.0.0.2')
  })

  it('G70: an IPv4-mapped address is its IPv4 address, for clients and for proxies', () => {
    expect(of('::ffff:203.0.113.7')).toBe('203.0.113.7')
    expect(of('::FFFF:cb00:7107')).toBe('203.0.113.7')
    expect(of('::ffff:10.0.0.1', '::ffff:203.0.113.7')).toBe('203.0.113.7')
  })

  it('G70: ports, zones and other spellings do not make another address', () => {
    expect(of('10.0.0.1', '203.0.113.7:5555')).toBe('203.0.113.7')
    expect(of('10.0.0.1', '[2001:DB8:7:0:0:0:0:9]:443')).toBe('2001:db8:7::9')
    expect(of('fe80::1%eth0')).toBe('fe80::1')
  })

  it('G70: without a socket address there is none, whatever the header says', () => {
    expect(of(undefined, '203.0.113.7')).toBeNull()
    expect(of('', '203.0.113.7')).toBeNull()
  })
})

describe('the key an address is counted under', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['nonsense', 'unknown'],
    [null, 'unknown'],
  ])('G70: %s counts as %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })
})

describe('the list of trusted proxies', () => {
  it.each([
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0/8',
    'proxy.example.com',
    '10.0.0.1/',
    '10.0.0.0/8/8',
    '::ffff:10.0.0.0/104',
    '',
  ])('refuses "%s" without repeating it', (entry) => {
    expect(() => trustedProxyList(['10.0.0.1', entry])).toThrow(/^Entry 2 is no address and no network/)
  })
})

describe('whom an untrusted proxy names', () => {
  const none = trustedProxyList([])
  const claimed = (remoteAddress: string | undefined, forwardedFor?: string) =>
    claimedAddress({ remoteAddress, forwardedFor, trustedProxies: none })

  it('is the nearest address that is not private, where the other end has a private one and sends X-Forwarded-For', () => {
    expect(claimed('127.0.0.1', '203.0.113.7')).toBe('203.0.113.7')
    expect(claimed('::ffff:10.0.0.2', '6.6.6.6, 203.0.113.7, 10.0.0.9')).toBe('203.0.113.7')
    expect(claimed('fd00::2', '2001:db8::7')).toBe('2001:db8::7')
    expect(claimed('192.168.1.1', '10.0.0.8, 10.0.0.9')).toBe('10.0.0.9')
  })

  it('is told apart behind a proxy that is trusted, too, where that heard it from another which is not', () => {
    const chained = (forwardedFor: string) =>
      claimedAddress({ remoteAddress: '10.0.0.1', forwardedFor, trustedProxies })
    expect(chained('6.6.6.6, 203.0.113.7, 192.168.0.9')).toBe('203.0.113.7')
    expect(chained('203.0.113.7')).toBeNull()
    expect(chained('192.168.0.9')).toBeNull()
  })

  it('is nobody where the other end may be anybody, is trusted, is not there or says nothing', () => {
    expect([
      claimed('203.0.113.1', '6.6.6.6'),
      claimed(undefined, '6.6.6.6'),
      claimed('10.0.0.1'),
      claimed('10.0.0.1', 'unknown'),
    ]).toEqual([null, null, null, null])
    expect(claimedAddress({ remoteAddress: '10.0.0.1', forwardedFor: '6.6.6.6', trustedProxies })).toBeNull()
  })
})

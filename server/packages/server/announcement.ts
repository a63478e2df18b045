/** What an operator wants to see when the server has started: where it listens, and what is on. */
import type { AddressInfo } from 'node:net'
import type { Settings } from './settings/env.ts'

/** One line. Holds no secret, and no address of a database, for that may hold a password. */
export function announcement(settings: Settings, { address, family, port }: AddressInfo): string {
  const {
    databaseUrl,
    wechatApps,
    wechatApiBase,
    webOrigins,
    trustedProxies,
    trustCloudrun,
    contentCheck,
    metricsToken,
  } = settings
  const facts = [
    databaseUrl.startsWith('file:') ? 'SQLite' : 'PostgreSQL',
    `apps ${[...wechatApps.keys()].join(', ')} at ${wechatApiBase}`,
    `web origins ${webOrigins.join(', ') || 'none'}`,
    `trusted proxies ${trustedProxies.join(', ') || 'none'}`,
    `CloudRun ${trustCloudrun ? 'trusted' : 'off'}`,
    `content check ${contentCheck ? 'on' : 'off'}`,
    `metrics ${metricsToken === null ? 'off' : 'on'}`,
  ]
  const host = family === 'IPv6' ? `[${address}]` : address
  return `listening at http://${host}:${port} / 已启动: ${facts.join('; ')}`
}

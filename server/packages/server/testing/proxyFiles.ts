/** The two files of docs/going-live.md, made to run on this machine. */
import { readFileSync } from 'node:fs'

export const goingLive = 'docs/going-live.md'

/** A file of the repository. */
export const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')

/** The first block of this language on a page. */
export const block = (page: string, language: string) =>
  new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'm').exec(read(page))?.[1] ?? ''

export const compress = { nginx: 'gzip on; gzip_proxied any; gzip_types *; gzip_min_length 1;', caddy: 'encode gzip' }

/** The file of the page for this machine: without TLS, at a free port, before our server. */
export const proxyFiles: Record<'nginx' | 'caddy', (port: number, upstream: number, more?: string) => string> = {
  nginx: (port, upstream, more = '') =>
    `${more}\n${block(goingLive, 'nginx')
      .replace('443 ssl', `127.0.0.1:${port}`)
      .replace(/ *ssl_.*\n/g, '')
      .replace('127.0.0.1:3000', `127.0.0.1:${upstream}`)}`,
  caddy: (port, upstream, more = '') =>
    block(goingLive, 'caddyfile')
      .replace('api.my-company.com {', `http://127.0.0.1:${port} {\n${more}`)
      .replace('127.0.0.1:3000', `127.0.0.1:${upstream}`),
}

/** PgBouncer's, lending connections of this server for one transaction. @param more lines for the section of its own */
export function pgbouncerFile(port: number, server: URL, more: readonly string[] = []): string {
  const { port: upstream, username, password } = server
  return [
    '[databases]',
    `* = host=127.0.0.1 port=${upstream} user=${username} password=${password}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    ...more,
  ].join('\n')
}

/**
 * Vite plugin: the H5 development server hands out the client's files and packages, nothing else of this disk, and to
 * nobody but its own pages. Vite judges plain files and the Host of requests; here stands what it leaves open.
 */
import { existsSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { isFileLoadingAllowed, type Plugin, type ViteDevServer } from 'vite'

export function closedDisk(): Plugin {
  let server: ViteDevServer | undefined
  return {
    name: 'closed-disk',
    apply: 'serve',
    enforce: 'pre',
    configureServer(created) {
      server = created
      created.middlewares.use((request, response, next) => {
        if (isPlain(request.url) && isFromOwnPage(request) && !opensEditor(request.url)) return next()
        response.statusCode = 403
        response.end('Not a file of the client.')
      })
      created.httpServer?.prependListener('upgrade', (request: IncomingMessage, socket) => {
        if (isPlain(request.url) && isOwnHost(request, created) && isFromOwnPage(request)) return
        // The listeners of vite and its proxy run all the same: none of them knows this address.
        request.url = '/refused'
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      })
    },
    load: {
      order: 'pre',
      // Other plugins read whatever file an address names, `?vue&src` for one, before vite judges it.
      handler(id) {
        const file = id
          .replace(/[?#].*$/s, '')
          .replace(/^\/@fs(?=\/)/, '')
          .replace(/^\/(?=[a-z]:)/i, '')
        if (!server || !existsSync(file) || isFileLoadingAllowed(server, file)) return
        throw new Error('Not a file of the client.')
      },
    },
  }
}

/** A path that means the same to everybody who reads it; vite's map of a package's sources climbs by `..`, for one. */
function isPlain(target = ''): boolean {
  const path = decoded(target.replace(/\?.*$/s, ''))
  return path !== null && /^\/(?!\/)/.test(path) && !/[#\\\0]/.test(path) && !path.split('/').includes('..')
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** Browsers name the page that asks, except for what only its own page can read. */
function isFromOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

/** As vite judges requests; it lets every Host have a socket that goes to the API. */
function isOwnHost({ headers: { host = '' } }: IncomingMessage, { config }: ViteDevServer): boolean {
  const url = `http://${host}`
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  const { host: own, allowedHosts } = config.server
  const named: readonly unknown[] = ['localhost', own, ...(Array.isArray(allowedHosts) ? allowedHosts : [])]
  return named.includes(hostname) || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}

/** Any page, and with `--lan` anybody near by, could open files in this machine's editor by it. */
function opensEditor(target = ''): boolean {
  return /^\/__open-in-editor/i.test(decoded(target) ?? '')
}

// Page addresses: `/pages/a?b=c`, or relative to the page that asks.
import path from 'node:path'

export interface PageAddress {
  /** Without leading slash, as app.json lists it. */
  path: string
  /** Values as they stand in the address: WeChat does not decode them. */
  query: Record<string, string>
}

export function parsePageUrl(url: string, currentPath = ''): PageAddress {
  const [file = '', search = ''] = url.split('?', 2)
  const target = file.startsWith('/') ? file.slice(1) : path.posix.join(path.posix.dirname(currentPath), file)
  const query: Record<string, string> = {}
  for (const part of search.split('&').filter(Boolean)) {
    const [name = '', ...value] = part.split('=')
    query[name] = value.join('=')
  }
  return { path: target, query }
}

/**
 * Vite plugin: the H5 development server hands out the client's files and packages, nothing else of this disk. Vite
 * 5.2, to which uni-app is bound, checks that for plain addresses only; with `?raw` and the like any file would go out:
 * https://github.com/vitejs/vite/security/advisories/GHSA-x574-m823-4x7w
 */
import { existsSync, realpathSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import process from 'node:process'
import type { Plugin } from 'vite'

export function closedDisk(allowed: readonly string[]): Plugin {
  return {
    name: 'closed-disk',
    apply: 'serve',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (isOpen(request.url ?? '/', allowed)) return next()
        response.statusCode = 403
        response.end('Not a file of the client.')
      })
    },
  }
}

/** Whether this request's address may be answered: it names no file on disk, or one inside the allowed folders. */
function isOpen(url: string, allowed: readonly string[]): boolean {
  const path = decoded(url.replace(/[?#].*$/s, ''))
  if (path === null || path.includes('\0') || path.split(/[\\/]/).includes('..')) return false
  const named = path.replace(/^(\/@(fs|id)\/)+/, process.platform === 'win32' ? '' : '/')
  const file = resolve(named)
  if (!existsSync(file)) return true
  const real = realpathSync(file)
  const isInside = (folder: string) => `${real}${sep}`.startsWith(`${realpathSync(folder)}${sep}`)
  return file === resolve('/') || allowed.some(isInside)
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

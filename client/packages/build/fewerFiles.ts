/**
 * Vite plugin for mini programs: uni-app makes a file of every module, and sixty small files weigh a quarter more than
 * a few, for each is compressed and required by itself. What all pages share goes to uni-app's vendor file, what one
 * page has for itself goes into the page.
 */
import { relative } from 'node:path'
import type { Plugin } from 'vite'
import { isDevelopersMode } from './clientSettings.ts'
import { clientDir, repository } from './repository.ts'

const shared = 'common/vendor'

/** @param mode vite's: developers keep a file for each module, which is easier to read in DevTools */
export function fewerFiles(mode: string): Plugin {
  return {
    name: 'fewer-files',
    outputOptions(options) {
      const { manualChunks } = options
      if (isDevelopersMode(mode) || typeof manualChunks !== 'function') return null
      return { ...options, manualChunks: (id, meta) => chunkOf(id, manualChunks.call(this, id, meta) ?? undefined) }
    },
  }
}

/**
 * The file a module goes to; undefined leaves it with its importer.
 *
 * @param chosen what uni-app would have done with it
 */
export function chunkOf(id: string, chosen: string | null | undefined): string | undefined {
  if (!chosen) return undefined
  const path = relative(repository, id.split('?')[0] ?? id).replaceAll('\\', '/')
  const folder = relative(repository, clientDir).replaceAll('\\', '/')
  if (path.startsWith(`${folder}/pages/`)) return path.split('/').length > 3 ? undefined : shared
  return path.startsWith(`${folder}/`) || path.startsWith('shared/') ? shared : chosen
}

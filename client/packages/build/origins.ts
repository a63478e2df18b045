/**
 * Vite plugin: notes of each script of a build from which room of ours, or from which package, how much of it comes.
 */
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { z } from 'zod'
import type { Plugin } from 'vite'
import { repository } from './repository.ts'

/** File name -> room or package -> characters before they are minified. */
export const originsSchema = z.record(z.string(), z.record(z.string(), z.number()))

export type Origins = z.infer<typeof originsSchema>

/** @param file where the note goes, as JSON */
export function origins(file: string): Plugin {
  return {
    name: 'origins',
    generateBundle(_options, bundle) {
      const found: Origins = {}
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue
        const rooms: Record<string, number> = {}
        for (const [id, { renderedLength }] of Object.entries(output.modules)) {
          const room = roomOf(id)
          rooms[room] = (rooms[room] ?? 0) + renderedLength
        }
        found[output.fileName] = rooms
      }
      writeFileSync(file, JSON.stringify(found))
    },
  }
}

/** `client/pages/me`, `shared`, `@trpc/client`, … of a module's id as rollup has it. */
export function roomOf(id: string): string {
  const path = (id.replace(/^\0/, '').split('?')[0] ?? '').replaceAll('\\', '/')
  const [, scoped] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? []
  if (scoped) return scoped
  const own = relative(repository, path).replaceAll('\\', '/')
  if (!/^(?:client|server|shared)\//.test(own)) return 'build tools'
  return own.split('/').slice(0, -1).join('/')
}

/**
 * Vite plugin: pages.json and manifest.json are read strictly, and every page they name is there. uni-app takes of a
 * broken file what it can and calls that a complete build.
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import type { Plugin } from 'vite'
import { z } from 'zod'
import { clientDir } from './repository.ts'

const pagesFile = z.object({ pages: z.array(z.object({ path: z.string() })) })

export interface JsonProblem {
  readonly message: string
  /** From 1. */
  readonly line: number
}

export function strictJson(): Plugin {
  return {
    name: 'strict-json',
    buildStart() {
      for (const name of ['pages.json', 'manifest.json']) {
        const file = resolve(clientDir, name)
        this.addWatchFile(file)
        const problem = problemOf(name, readFileSync(file, 'utf8'), (page) =>
          existsSync(resolve(clientDir, `${page}.vue`)),
        )
        // uni-app shows places of scripts and pages only, so this one stands in the sentence.
        if (problem) this.error(`client/${name}:${problem.line}: ${problem.message}`)
      }
    },
  }
}

/** The first thing wrong with it; comments are allowed, as in uni-app's own files. */
export function problemOf(name: string, text: string, isPage: (path: string) => boolean): JsonProblem | null {
  const { config, error } = ts.parseConfigFileTextToJson(name, text)
  if (error)
    return { message: ts.flattenDiagnosticMessageText(error.messageText, ' '), line: lineAt(text, error.start ?? 0) }
  if (name !== 'pages.json') return null
  const { data } = pagesFile.safeParse(config)
  if (!data) return { message: '"pages" must be a list of pages, each with its "path"', line: 1 }
  const missing = data.pages.find(({ path }) => !isPage(path))
  return missing
    ? { message: `there is no page client/${missing.path}.vue`, line: lineAt(text, text.indexOf(`"${missing.path}"`)) }
    : null
}

function lineAt(text: string, position: number): number {
  return text.slice(0, Math.max(0, position)).split('\n').length
}

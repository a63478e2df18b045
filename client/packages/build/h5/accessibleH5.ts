/**
 * Vite plugin for the H5 preview: what uni-app draws there is reached by the keyboard, named for screen readers, and
 * has letters that can be read.
 */
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const textOf = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

export function accessibleH5(): Plugin {
  return {
    name: 'accessible-h5',
    // At the end, so that its rules come after uni-app's own.
    transformIndexHtml: () => [
      { tag: 'style', children: textOf('page.css'), injectTo: 'body' },
      { tag: 'script', children: textOf('page.js'), injectTo: 'body-prepend' },
    ],
  }
}

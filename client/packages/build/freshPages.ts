/**
 * Vite plugin: after a build that failed, a watch build reads every .vue file anew. Rollup takes an unchanged one from
 * its cache and, where an import had failed and was put back, that leaves uni-app with what it remembers of the broken
 * page.
 */
import type { Plugin } from 'vite'

export function freshPages(): Plugin {
  let hasFailed = false
  const note = (error?: Error) => {
    hasFailed = error !== undefined
  }
  return {
    name: 'fresh-pages',
    // First of all: whoever answers first decides.
    shouldTransformCachedModule: {
      order: 'pre',
      handler: ({ id }) => (hasFailed && /\.vue(?:\?|$)/.test(id)) || null,
    },
    buildEnd: note,
    renderError: note,
  }
}

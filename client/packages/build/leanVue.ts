/**
 * Vite plugin for mini programs: leaves Vue's Options API out where no component uses it, which is a twentieth of the
 * whole program. Pages of `<script setup>` alone need none of it; the first component with options brings it back.
 * https://vuejs.org/api/compile-time-flags.html
 */
import type { Plugin } from 'vite'

/** Stands in the code until all components are known. */
const flag = '__USES_OPTIONS_API__'
const scripts = /<script\b([^>]*)>([\s\S]*?)<\/script>/g
const runtimes = /node_modules\/(@dcloudio|@vue|vue)\//

export function leanVue(): Plugin {
  const users = new Set<string>()
  return {
    name: 'lean-vue',
    enforce: 'pre',
    config: () => ({ define: { __VUE_OPTIONS_API__: flag } }),
    transform(code, id) {
      const path = id.replaceAll('\\', '/')
      if (!runtimes.test(path) && usesOptionsApi(code, path)) users.add(id)
      else users.delete(id)
      return null
    },
    renderChunk: (code) =>
      code.includes(flag) ? { code: code.replaceAll(flag, String(users.size > 0)), map: null } : null,
  }
}

/** Whether a module may hold a component with options; sooner yes than no. */
export function usesOptionsApi(code: string, path: string): boolean {
  if (!path.endsWith('.vue')) return /\bdefineComponent\s*\(|\.mixin\s*\(/.test(code)
  return [...code.matchAll(scripts)].some(
    ([, attributes = '', script = '']) => !/\bsetup\b/.test(attributes) && /export\s+default/.test(script),
  )
}

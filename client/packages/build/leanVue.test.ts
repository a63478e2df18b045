import { build, type Plugin, type Rollup } from 'vite'
import { describe, expect, it } from 'vitest'
import { leanVue, usesOptionsApi } from './leanVue.ts'

const setup = '<script setup lang="ts">\nconst a = 1\n</script>\n<template><view /></template>'

describe('Vue’s Options API', () => {
  it.each([
    ['pages of script setup', setup, 'me.vue', false],
    ['a page of a template alone', '<template><view /></template>', 'me.vue', false],
    [
      'names exported beside script setup',
      `<script lang="ts">\nexport const b = 2\n</script>\n${setup}`,
      'me.vue',
      false,
    ],
    ['a component with options', '<script>\nexport default { data: () => ({}) }\n</script>', 'me.vue', true],
    [
      'options beside script setup',
      `<script lang="ts">\nexport default { options: {} }\n</script>\n${setup}`,
      'me.vue',
      true,
    ],
    ['a component without a template', 'export default defineComponent({ methods: {} })', 'card.ts', true],
    ['a mixin for all', 'app.mixin({ created() {} })', 'main.ts', true],
    ['any other module', 'export const mixed = 1', 'mixed.ts', false],
  ])('is there for %s only if they need it', (...[, code, path, uses]) => {
    expect(usesOptionsApi(code, path)).toBe(uses)
  })

  it.each([
    ['is left out of a program in which nothing uses it', 'export const page = 1', false],
    ['stays in a program in which one module does', 'export const page = defineComponent({ data() {} })', true],
  ])('%s', async (_what, page, isThere) => {
    expect((await built(page)).includes('options applied')).toBe(isThere)
  })
})

/** A program of Vue's part that the flag decides about, and one page. */
async function built(page: string): Promise<string> {
  const modules: Readonly<Record<string, string>> = {
    program:
      'import { page } from "page"\nfunction apply() { console.log("options applied") }\nif (__VUE_OPTIONS_API__) apply()\nconsole.log(page)',
    page,
  }
  const program: Plugin = {
    name: 'program',
    enforce: 'pre',
    resolveId: (id) => (id in modules ? id : null),
    load: (id) => modules[id] ?? null,
  }
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [program, leanVue()],
    build: {
      write: false,
      minify: 'terser',
      terserOptions: { toplevel: true },
      rollupOptions: { input: 'program', output: { format: 'es' } },
    },
  })
  const outputs: Rollup.RollupOutput[] = [result].flat().filter((output) => 'output' in output)
  return outputs.flatMap(({ output }) => output.map((file) => (file.type === 'chunk' ? file.code : ''))).join('\n')
}

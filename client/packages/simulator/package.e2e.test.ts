// The simulator as others get it: unpacked from its tarball beside a uni-app program and a native one of their own, and
// run there by a test of theirs. Nothing is fetched: packages of others are this repository's.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { env, execPath } from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtPackage, installInto } from 'uni-trpc-build/testing'

const SLOW_MS = 300_000
const uniPackages = ['uni-app', 'uni-components', 'uni-h5', 'uni-mp-weixin'].map((name) => `@dcloudio/${name}`)

/** As DCloud's own template has them, and a test beside each program. */
const files: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'somebody-else',
    dependencies: Object.fromEntries([...uniPackages, 'vue'].map((name) => [name, '*'])),
  }),
  'vite.config.ts': `import { defineConfig } from 'vite'
    import uni from '@dcloudio/vite-plugin-uni'
    export default defineConfig({ plugins: [uni()] })`,
  'vitest.config.mjs': `export default { test: { include: ['test/*.test.ts'], testTimeout: 60000 } }`,
  'src/App.vue':
    '<script setup>\nimport { onLaunch } from "@dcloudio/uni-app"\nonLaunch(() => console.log("launched"))\n</script>',
  'src/main.ts': `import { createSSRApp } from 'vue'
    import App from './App.vue'
    export function createApp() { return { app: createSSRApp(App) } }`,
  'src/manifest.json':
    '{ "name": "somebody", "appid": "", "mp-weixin": { "appid": "touristappid" }, "vueVersion": "3" }',
  'src/pages.json': '{ "pages": [{ "path": "pages/index/index", "style": { "navigationBarTitleText": "Count" } }] }',
  'src/pages/index/index.vue': `<template><view><text class="count">{{ count }}</text><button @click="count++">more</button></view></template>
    <script setup lang="ts">
    import { ref } from 'vue'
    const count = ref(0)
    </script>`,
  'native/app.json': '{ "pages": ["pages/index"] }',
  'native/app.js': 'App({})',
  'native/pages/index.js': 'Page({ data: { count: 0 }, more() { this.setData({ count: this.data.count + 1 }) } })',
  'native/pages/index.wxml': '<text class="count">{{count}}</text><button bindtap="more">more</button>',
  'test/programs.test.ts': `import { expect, test } from 'vitest'
    import { acceptPackage, exparserEngine, glassEaselEngine, openSimulator } from 'uni-trpc-simulator'
    for (const packageDir of ['dist/mp-weixin', 'native'])
      for (const engine of [exparserEngine, glassEaselEngine])
        test(packageDir + ' counts on ' + engine.name, async () => {
          const simulator = await openSimulator({ packageDir, engine: engine() })
          const page = await simulator.launch()
          await page.getByRole('button', { name: 'more' }).tap()
          expect(page.text('.count')).toBe('1')
          expect(simulator.errors).toEqual([])
          simulator.close()
        })
    test('WeChat would take both', () => {
      for (const packageDir of ['dist/mp-weixin', 'native']) expect(acceptPackage(packageDir).refusals).toEqual([])
    })`,
}

const project = realpathSync(mkdtempSync(path.join(tmpdir(), 'simulator-packed-')))
// Not vitest's own variables, by which the project would take itself for a part of this repository.
const environment = Object.fromEntries(
  Object.entries(env).filter(([name]) => !/^(VITE|VITEST|NODE_ENV|UNI_|npm_)/.test(name)),
)

async function run(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(execPath, [path.join(project, 'node_modules', script), ...args], {
    cwd: project,
    // Without CI the CLI posts a hash of the machine's MAC address to DCloud.
    env: {
      ...environment,
      CI: '1',
      NO_COLOR: '1',
      UNI_INPUT_DIR: path.join(project, 'src'),
      UNI_OUTPUT_DIR: path.join(project, 'dist/mp-weixin'),
    },
  })
  return stdout
}

beforeAll(async () => {
  installInto(project, await builtPackage('packages'))
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(project, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
}, SLOW_MS)
afterAll(() => rmSync(project, { recursive: true, force: true }))

it('runs from its tarball in a uni-app project and a native one that know nothing of this repository', {
  timeout: SLOW_MS,
}, async () => {
  await run('@dcloudio/vite-plugin-uni/bin/uni.js', 'build', '-p', 'mp-weixin')
  expect(await run('vitest/vitest.mjs', 'run')).toMatch(/Tests +5 passed/)
})

/**
 * A uni-app project of a test's own, in a folder of its own: its packages are those of this repository, linked one by
 * one, beside what a test unpacks into it.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { env, execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const packages = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

export interface UniProject {
  folder: string
  /** Resolves to the folder of the build; rejects with the builder's own words. */
  build: (platform: 'mp-weixin' | 'h5') => Promise<string>
  remove: () => void
}

/** The uni CLI finds its plugins by these. */
const dependencies = [
  '@dcloudio/uni-app',
  '@dcloudio/uni-components',
  '@dcloudio/uni-h5',
  '@dcloudio/uni-mp-weixin',
  'vue',
]

const usual = {
  'package.json': JSON.stringify({
    name: 'empty-program',
    dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])),
  }),
  'index.html':
    '<!doctype html><meta charset="utf-8"><div id="app"></div><script type="module" src="/src/main.ts"></script>',
  'vite.config.ts': `
    import uni from '@dcloudio/vite-plugin-uni'
    // H5 is Vue and uni-app's own pages above all, and making those small is half of the work.
    export default { plugins: [uni()], ...(process.env.UNI_PLATFORM === 'h5' && { build: { minify: false } }) }`,
  'src/App.vue': '<script>export default {}</script>',
  'src/main.ts': `
    import { createSSRApp } from 'vue'
    import App from './App.vue'
    export const createApp = () => ({ app: createSSRApp(App) })`,
  'src/manifest.json': '{ "name": "empty", "appid": "", "mp-weixin": { "appid": "touristappid" }, "vueVersion": "3" }',
  'src/pages.json': '{ "pages": [{ "path": "pages/index" }] }',
  'src/pages/index.vue': '<template><view class="page">empty</view></template>',
}

/** What the uni CLI would have made, without its pictures; `files` go on top of it. */
export function createUniProject(files: Record<string, string>): UniProject {
  const folder = mkdtempSync(join(tmpdir(), 'uni-project-'))
  for (const [path, content] of Object.entries({ ...usual, ...files })) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  linkPackages(join(folder, 'node_modules'))
  return {
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async build(platform) {
      const output = join(folder, 'dist', platform)
      const uni = createRequire(import.meta.url).resolve('@dcloudio/vite-plugin-uni/bin/uni.js')
      await promisify(execFile)(execPath, [uni, 'build', '-p', platform], {
        cwd: folder,
        // Without CI the CLI posts a hash of the machine's MAC address to DCloud.
        env: { ...env, NODE_ENV: 'production', CI: '1', UNI_INPUT_DIR: join(folder, 'src'), UNI_OUTPUT_DIR: output },
      })
      return output
    },
  }
}

/** One by one, scopes included, so that a test can add a package without touching ours. */
function linkPackages(target: string): void {
  for (const name of readdirSync(packages).filter((entry) => !entry.startsWith('.'))) {
    const names = name.startsWith('@') ? readdirSync(join(packages, name)).map((inner) => join(name, inner)) : [name]
    for (const each of names) {
      mkdirSync(dirname(join(target, each)), { recursive: true })
      // Windows makes junctions without asking for rights.
      symlinkSync(join(packages, each), join(target, each), 'junction')
    }
  }
}

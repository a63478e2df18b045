// Kits of Vue components for uni-app: a program with one page for each component, built by the uni CLI.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { env, execPath } from 'node:process'
import { promisify } from 'node:util'
import type { KitProgram } from './nativeKits.ts'

interface UniKit {
  readonly packageName: string
  readonly folder: string
  readonly prefix: string
  /** Of app-plus or the web, or no component by themselves. */
  readonly without: readonly string[]
  readonly pages: Record<string, string>
  /** Lines of main.ts that set the kit up. */
  readonly setUp?: { imports: string; uses: string }
  readonly scss?: string
}

const run = promisify(execFile)

/** A parent with two children, as most groups are used. */
const pair = (parent: string, child: string): [string, string] => [
  parent,
  `<${parent} v-model="one" title="t"><${child} name="a" value="a" label="one" title="one">one</${child}><${child} name="b" value="b" label="two" title="two">two</${child}></${parent}>`,
]

export const uniKits: readonly UniKit[] = [
  {
    packageName: 'wot-design-uni',
    folder: 'components',
    prefix: 'wd-',
    without: ['wd-resize'],
    pages: Object.fromEntries([
      pair('wd-tabs', 'wd-tab'),
      pair('wd-radio-group', 'wd-radio'),
      pair('wd-row', 'wd-col'),
      pair('wd-grid', 'wd-grid-item'),
      pair('wd-cell-group', 'wd-cell'),
      pair('wd-tabbar', 'wd-tabbar-item'),
      pair('wd-sidebar', 'wd-sidebar-item'),
      pair('wd-steps', 'wd-step'),
      pair('wd-drop-menu', 'wd-drop-menu-item'),
      // Both ask for the place of their parts, and reject where they have none.
      ['wd-segmented', '<wd-segmented v-model:value="one" :options="[\'a\', \'b\']"/>'],
      ['wd-index-bar', '<wd-index-bar><wd-index-anchor index="A"/><wd-index-anchor index="B"/></wd-index-bar>'],
    ]),
  },
  {
    packageName: '@dcloudio/uni-ui',
    folder: 'lib',
    prefix: 'uni-',
    without: ['uni-scss', 'uni-list-ad', 'uni-data-picker', 'uni-data-pickerview', 'uni-data-select'],
    pages: Object.fromEntries([
      pair('uni-collapse', 'uni-collapse-item'),
      pair('uni-list', 'uni-list-item'),
      pair('uni-row', 'uni-col'),
      pair('uni-swipe-action', 'uni-swipe-action-item'),
    ]),
  },
  {
    packageName: 'uview-plus',
    folder: 'components',
    prefix: 'u-',
    without: ['u-pdf-reader', 'u-short-video', 'u-col', 'u-tabbar-item'],
    // Some cannot stand alone, or leave a page that is the first when they are tapped.
    pages: Object.fromEntries([
      ['u-navbar-mini', '<u-navbar-mini :autoBack="false"/>'],
      // A letter leads to its anchor, and the item takes its pace from the parent.
      [
        'u-index-list',
        `<u-index-list :indexList="['A']"><u-index-item><u-index-anchor text="A"/><view>one</view></u-index-item></u-index-list>`,
      ],
      [
        'u-swipe-action-item',
        `<u-swipe-action><u-swipe-action-item :options="[{ text: 'two' }]">one</u-swipe-action-item></u-swipe-action>`,
      ],
      pair('u-radio-group', 'u-radio'),
      pair('u-row', 'u-col'),
      pair('u-grid', 'u-grid-item'),
      pair('u-cell-group', 'u-cell'),
      pair('u-collapse', 'u-collapse-item'),
      pair('u-tabbar', 'u-tabbar-item'),
      pair('u-steps', 'u-steps-item'),
    ]),
    setUp: { imports: "import uviewPlus from 'uview-plus'", uses: 'app.use(uviewPlus)' },
    scss: "@import 'uview-plus/theme.scss';",
  },
]

/** Writes and builds the program; its sources stand beside `modules`, since the CLI goes by that folder's place. */
export async function buildUniProgram(kit: UniKit, modules: string): Promise<KitProgram> {
  const source = path.join(modules, '../dist')
  rmSync(source, { recursive: true, force: true })
  const names = componentsOf(kit, modules)
  for (const [file, content] of Object.entries(sources(kit, names))) {
    mkdirSync(path.dirname(path.join(source, file)), { recursive: true })
    writeFileSync(path.join(source, file), content)
  }
  const uni = createRequire(import.meta.url).resolve('@dcloudio/vite-plugin-uni/bin/uni.js')
  const packageDir = mkdtempSync(path.join(tmpdir(), 'simulator-kit-'))
  await run(execPath, [uni, 'build', '-p', 'mp-weixin', '--config', path.join(source, 'vite.config.mjs')], {
    // The plugin looks for the platform in the package.json where it runs, and vite for sass below its root.
    cwd: path.resolve(import.meta.dirname, '../../../..'),
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...env,
      NODE_ENV: 'production',
      CI: '1',
      UNI_INPUT_DIR: source,
      VITE_ROOT_DIR: source,
      UNI_OUTPUT_DIR: packageDir,
    },
  })
  rmSync(source, { recursive: true, force: true })
  return { name: kit.packageName, packageDir, pages: Object.fromEntries(names.map((name) => [name, `pages/${name}`])) }
}

function componentsOf({ packageName, folder, prefix, without }: UniKit, modules: string): string[] {
  const source = path.join(modules, packageName, folder)
  return readdirSync(source, { withFileTypes: true })
    .filter(
      (one) =>
        one.isDirectory() &&
        one.name.startsWith(prefix) &&
        !without.includes(one.name) &&
        existsSync(path.join(source, one.name, `${one.name}.vue`)),
    )
    .map((one) => one.name)
}

// What HBuilderX writes into every new project's uni.scss, for kits that count on it.
const VARIABLES: [string, string][] = [
  ...[
    'color-primary',
    'color-success',
    'color-warning',
    'color-error',
    'text-color',
    'text-color-inverse',
    'text-color-grey',
    'text-color-placeholder',
    'text-color-disable',
    'bg-color',
    'bg-color-grey',
    'bg-color-hover',
    'bg-color-mask',
    'border-color',
    'color-title',
    'color-subtitle',
    'color-paragraph',
    'primary',
    'success',
    'warning',
    'error',
  ].map((name): [string, string] => [name, '#333333']),
  ...[
    'font-size-sm',
    'font-size-base',
    'font-size-lg',
    'img-size-sm',
    'img-size-base',
    'img-size-lg',
    'border-radius-sm',
    'border-radius-base',
    'border-radius-lg',
    'border-radius-circle',
    'spacing-row-sm',
    'spacing-row-base',
    'spacing-row-lg',
    'spacing-col-sm',
    'spacing-col-base',
    'spacing-col-lg',
    'font-size-title',
    'font-size-subtitle',
    'font-size-paragraph',
  ].map((name): [string, string] => [name, '10px']),
  ['opacity-disabled', '0.3'],
]

function sources(
  { packageName, folder, prefix, pages, setUp = { imports: '', uses: '' }, scss = '' }: UniKit,
  names: string[],
): Record<string, string> {
  const easycom = {
    autoscan: false,
    custom: { [`^${prefix}(.*)`]: `${packageName}/${folder}/${prefix}$1/${prefix}$1.vue` },
  }
  return {
    'manifest.json': JSON.stringify({
      name: 'kit',
      appid: '',
      'mp-weixin': { appid: 'touristappid' },
      vueVersion: '3',
    }),
    'pages.json': JSON.stringify({ easycom, pages: names.map((name) => ({ path: `pages/${name}` })) }),
    'main.ts': `import { createSSRApp } from 'vue'\nimport App from './App.vue'\n${setUp.imports}\nexport function createApp() { const app = createSSRApp(App); ${setUp.uses}; return { app } }\n`,
    'App.vue': '<script>\nexport default {}\n</script>\n',
    'uni.scss': `${VARIABLES.map(([name, value]) => `$uni-${name}: ${value};`).join('\n')}\n${scss}\n`,
    'vite.config.mjs':
      "import uni from '@dcloudio/vite-plugin-uni'\nexport default { plugins: [(uni.default ?? uni)()] }\n",
    ...Object.fromEntries(
      names.map((name) => [
        `pages/${name}.vue`,
        `<script setup>\nimport { ref } from 'vue'\nconst one = ref('a')\n</script>\n<template><view class="page">${pages[name] ?? `<${name} class="it" title="title" text="text" label="label">content</${name}>`}<text class="end">{{ one }}</text></view></template>\n`,
      ]),
    ),
  }
}

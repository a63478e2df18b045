// Kits of native components: one page for each component, with the components around it that it needs.
import { cpSync, readdirSync, existsSync } from 'node:fs'
import path from 'node:path'
import { writePackage } from './writePackage.ts'

interface NativeKit {
  /** As it is installed. */
  readonly packageName: string
  /** Folder of the package that a mini program gets. */
  readonly folder: string
  /** Prefix of its tags. */
  readonly prefix: string
  /** Folders that are no components, and parts that stand only inside of others. */
  readonly without: readonly string[]
  /** Tags that stand inside of others, with what they stand in: `$` is the component. */
  readonly pages: Record<string, string>
}

const TAGS = (prefix: string, parent: string, child: string): string =>
  `<${prefix}${parent} value="a" title="t"><${prefix}${child} value="a" name="a" label="one" title="one">one</${prefix}${child}><${prefix}${child} value="b" name="b" label="two" title="two">two</${prefix}${child}></${prefix}${parent}>`

const pairs = (prefix: string, all: [string, string][]): Record<string, string> =>
  Object.fromEntries(all.map(([parent, child]) => [parent, TAGS(prefix, parent, child)]))

export const nativeKits: readonly NativeKit[] = [
  {
    packageName: 'weui-miniprogram',
    folder: 'miniprogram_dist',
    prefix: 'mp-',
    without: [],
    pages: {
      'navigation-bar': '<mp-navigation-bar title="t" back="{{false}}"/>',
      'checkbox-group':
        '<mp-checkbox-group multi="{{true}}" prop="x"><mp-checkbox label="one" value="1"/><mp-checkbox label="two" value="2"/></mp-checkbox-group>',
      cells: '<mp-cells title="t"><mp-cell value="one" footer="f"/></mp-cells>',
    },
  },
  {
    packageName: '@vant/weapp',
    folder: 'lib',
    prefix: 'van-',
    without: ['collapse-item'],
    pages: {
      collapse:
        '<van-collapse value="{{open}}"><van-collapse-item name="a" title="one">one</van-collapse-item><van-collapse-item name="b" title="two">two</van-collapse-item></van-collapse>',
      ...pairs('van-', [
        ['cell-group', 'cell'],
        ['checkbox-group', 'checkbox'],
        ['dropdown-menu', 'dropdown-item'],
        ['grid', 'grid-item'],
        ['index-bar', 'index-anchor'],
        ['radio-group', 'radio'],
        ['row', 'col'],
        ['sidebar', 'sidebar-item'],
        ['tabbar', 'tabbar-item'],
        ['tabs', 'tab'],
        ['goods-action', 'goods-action-button'],
      ]),
    },
  },
  {
    packageName: 'tdesign-miniprogram',
    folder: 'miniprogram_dist',
    prefix: 't-',
    without: ['collapse-panel', 'step-item', 'tab-bar-item'],
    // Without its pop-up, or it asks for the place of what is not there yet.
    pages: {
      'color-picker': '<t-color-picker use-popup="{{false}}" type="multiple"/>',
      'chat-content': '<t-chat-content content="{{chat}}"/>',
      ...pairs('t-', [
        ['avatar-group', 'avatar'],
        ['cell-group', 'cell'],
        ['checkbox-group', 'checkbox'],
        ['collapse', 'collapse-panel'],
        ['dropdown-menu', 'dropdown-item'],
        ['form', 'form-item'],
        ['grid', 'grid-item'],
        ['indexes', 'indexes-anchor'],
        ['picker', 'picker-item'],
        ['radio-group', 'radio'],
        ['row', 'col'],
        ['side-bar', 'side-bar-item'],
        ['steps', 'step-item'],
        ['tab-bar', 'tab-bar-item'],
        ['tabs', 'tab-panel'],
      ]),
    },
  },
]

export interface KitProgram {
  readonly name: string
  readonly packageDir: string
  /** Name of a component → its page. */
  readonly pages: Record<string, string>
}

/** Writes a program with the kit inside; the folder is the caller's to remove. */
export function writeNativeProgram(
  { packageName, folder, prefix, pages, without }: NativeKit,
  modules: string,
): KitProgram {
  const source = path.join(modules, packageName, folder)
  const entry = (name: string): string =>
    existsSync(path.join(source, name, `${name}.json`)) ? `${name}/${name}` : `${name}/index`
  const components = readdirSync(source, { withFileTypes: true })
    .filter(
      (one) =>
        one.isDirectory() && !without.includes(one.name) && existsSync(path.join(source, `${entry(one.name)}.wxml`)),
    )
    .map((one) => one.name)
  const usingComponents = Object.fromEntries(
    components.map((name) => [`${prefix}${name}`, `${packageName}/${entry(name)}`]),
  )
  const packageDir = writePackage({
    'app.json': {
      pages: components.map((name) => `pages/${name}/index`),
      usingComponents,
      window: { navigationBarTitleText: packageName },
    },
    'app.js': 'App({ onLaunch() {} })',
    ...Object.fromEntries(
      components.flatMap((name) =>
        Object.entries({
          [`pages/${name}/index.js`]: "Page({ data: { open: ['a'], chat: { type: 'text', data: 'words' } } })",
          [`pages/${name}/index.wxml`]: `<view class="page">${pages[name] ?? `<${prefix}${name} class="it" title="title" text="text" label="label">content</${prefix}${name}>`}</view>`,
        }),
      ),
    ),
  })
  cpSync(source, path.join(packageDir, 'miniprogram_npm', packageName), { recursive: true })
  return {
    name: packageName,
    packageDir,
    pages: Object.fromEntries(components.map((name) => [name, `pages/${name}/index`])),
  }
}

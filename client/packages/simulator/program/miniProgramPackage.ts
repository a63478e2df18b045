// What stands on the disk: a built mp-weixin package, with its pages and components found by following app.json.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isRecord } from '../record.ts'
import { type ComponentConfig, createConfig, parseRecord, stringRecord } from './componentConfig.ts'
import { modulePaths } from './modulePaths.ts'

export interface MiniProgramPackage {
  readonly directory: string
  /** Pages in the order of app.json, those of subpackages behind; without extension, without leading slash. */
  readonly pages: string[]
  readonly tabs: string[]
  /** The component that stands in for WeChat's tab bar, when app.json asks for it. */
  readonly customTabBar: string | undefined
  /** Every component reachable from app.json or a page, children before parents. */
  readonly components: string[]
  /** Files that cannot be read, or are named but missing: file → complaint. */
  readonly faults: ReadonlyMap<string, string>
  /** Where colours by theme stand: app.json's `themeLocation`, or theme.json. */
  readonly themeFile: string
  /** WeChat's networkTimeout.request in milliseconds, if app.json sets one. */
  readonly requestTimeout: number | undefined
  config(component: string): ComponentConfig
  /** How a page's window looks: app.json's `window`, and over it what the page's own .json says. */
  window(page: string): Record<string, unknown>
  /** Tag name → component path, app-wide ones included. */
  using(component: string): Record<string, string>
  /** The same without app-wide ones. */
  ownUsing(component: string): Record<string, string>
  /** Name of a generic → path of its default, empty without one. */
  generics(component: string): Record<string, string>
  /** A page with every component it may show, all app-wide ones included. */
  reach(page: string): string[]
  /** The pages whose code is loaded together with this one's: those of its subpackage, or of the main package. */
  loadedWith(page: string): string[]
  /**
   * The path of the component that `target` names in a file of `owner`'s folder: relative, from the root, or in
   * miniprogram_npm; a folder stands for its index. What is nowhere is taken for a relative path.
   */
  resolveComponent(target: string, owner: string): string
  /** The file of a page or component that runs, .js or else .ts; undefined when there is none. */
  script(component: string): string | undefined
  /** A path with app.json's `resolveAlias` resolved. */
  withoutAlias(asked: string): string
  read(file: string): string
  has(file: string): boolean
}

// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/custom-tabbar.html
const CUSTOM_TAB_BAR = 'custom-tab-bar/index'

/** Reads the package in `directory`; throws when there is no app.json or a page's files are missing. */
export function readMiniProgramPackage(directory: string): MiniProgramPackage {
  const read = (file: string): string => readFileSync(path.join(directory, file), 'utf8')
  const has = (file: string): boolean => existsSync(path.join(directory, file))
  if (!has('app.json')) throw new Error(`No app.json in ${directory}: is the mini program built?`)
  const app = parseRecord(read('app.json'), 'app.json')
  const pages = pagesOf(app)
  const script = (component: string): string | undefined => [`${component}.js`, `${component}.ts`].find(has)
  for (const page of pages)
    if (script(page) === undefined) throw new Error(`app.json lists ${page}, but ${page}.js is missing`)

  const faults = new Map<string, string>()
  const config = createConfig({ read, has }, faults)
  const withoutAlias = aliasReader(app['resolveAlias'])
  const places = componentPlaces(app, { has, script, withoutAlias, config })
  const reach = reachOf(app, script, places)
  const components = [...new Set(pages.flatMap(reach))].filter((one) => !pages.includes(one))
  for (const component of components) {
    if (script(component) === undefined) faults.set(`${component}.js`, `${component}.js is missing`)
  }
  const roots = subPackageRoots(app)
  const rootOf = (page: string): string | undefined => roots.find((root) => page.startsWith(`${root}/`))
  return {
    directory,
    pages,
    ...settingsOf(app),
    customTabBar: customTabBarOf(app, script),
    components,
    faults,
    config,
    window: (page) => ({ ...(isRecord(app['window']) ? app['window'] : {}), ...config(page).raw }),
    ...places,
    script,
    withoutAlias,
    read,
    has,
    reach,
    loadedWith: (page) => pages.filter((other) => rootOf(other) === rootOf(page)),
  }
}

type Places = Pick<MiniProgramPackage, 'using' | 'ownUsing' | 'generics' | 'resolveComponent'>
type Files = Pick<MiniProgramPackage, 'has' | 'script' | 'withoutAlias' | 'config'>

/** Which component a tag or a generic stands for. */
function componentPlaces(app: Record<string, unknown>, { has, script, withoutAlias, config }: Files): Places {
  const isComponent = (component: string): boolean => has(`${component}.json`) || script(component) !== undefined
  const resolveComponent = (target: string, owner: string): string => {
    const candidates = modulePaths(withoutAlias(target), owner).flatMap((found) => [found, `${found}/index`])
    return candidates.find(isComponent) ?? candidates[0] ?? target
  }
  const resolveAll = (usingComponents: Record<string, string>, owner: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(usingComponents)
        .filter(([, target]) => !isOfPlugin(target))
        .map(([tag, target]) => [tag, resolveComponent(target, owner)]),
    )
  const appWide = resolveAll(stringRecord(app['usingComponents']), 'app')
  const ownUsing = (component: string): Record<string, string> =>
    resolveAll(config(component).usingComponents, component)
  return {
    resolveComponent,
    ownUsing,
    using: (component) => ({ ...appWide, ...ownUsing(component) }),
    generics: (component) =>
      Object.fromEntries(
        Object.entries(config(component).generics).map(([name, target]) => [
          name,
          target === '' ? '' : resolveComponent(target, component),
        ]),
      ),
  }
}

function reachOf(
  app: Record<string, unknown>,
  script: MiniProgramPackage['script'],
  { using, generics }: Places,
): MiniProgramPackage['reach'] {
  const needs = (component: string): string[] => [
    ...Object.values(using(component)),
    ...Object.values(generics(component)).filter((one) => one !== ''),
  ]
  const tabs = tabsOf(app)
  const tabBar = customTabBarOf(app, script)
  return (page) => {
    const bar = tabBar !== undefined && tabs.includes(page) ? [...reachable([tabBar], needs), tabBar] : []
    return [...new Set([...bar, ...reachable([page], needs), page])]
  }
}

function settingsOf(app: Record<string, unknown>): Pick<MiniProgramPackage, 'tabs' | 'themeFile' | 'requestTimeout'> {
  const { themeLocation, networkTimeout } = app
  const timeout = isRecord(networkTimeout) ? networkTimeout['request'] : undefined
  return {
    tabs: tabsOf(app),
    themeFile: typeof themeLocation === 'string' ? themeLocation.replace(/^\/+/, '') : 'theme.json',
    requestTimeout: typeof timeout === 'number' ? timeout : undefined,
  }
}

function customTabBarOf(app: Record<string, unknown>, script: MiniProgramPackage['script']): string | undefined {
  const isAsked = isRecord(app['tabBar']) && app['tabBar']['custom'] === true
  return isAsked && script(CUSTOM_TAB_BAR) !== undefined ? CUSTOM_TAB_BAR : undefined
}

// A plugin's components are WeChat's to fetch; here their tags show nothing of their own.
function isOfPlugin(target: string): boolean {
  return /^(plugin|plugin-private|dynamicLib):\/\//.test(target)
}

// `"resolveAlias": { "~/*": "/*" }`:
// https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#resolveAlias
function aliasReader(value: unknown): (asked: string) => string {
  const aliases = Object.entries(stringRecord(value)).map(
    ([from, to]) => [from.replace(/\*$/, ''), to.replace(/\*$/, '')] as const,
  )
  return (asked) => {
    const found = aliases.find(([from]) => asked.startsWith(from))
    return found === undefined ? asked : `/${found[1]}${asked.slice(found[0].length)}`.replace(/^\/+/, '/')
  }
}

function pagesOf(app: Record<string, unknown>): string[] {
  const listed = strings(app['pages'])
  const packages = app['subPackages'] ?? app['subpackages']
  if (!Array.isArray(packages)) return listed
  const behind = packages
    .filter(isRecord)
    .flatMap((one) => strings(one['pages']).map((page) => path.posix.join(String(one['root']), page)))
  return [...listed, ...behind]
}

function tabsOf(app: Record<string, unknown>): string[] {
  const list = isRecord(app['tabBar']) ? app['tabBar']['list'] : undefined
  return Array.isArray(list) ? list.filter(isRecord).map((tab) => String(tab['pagePath'])) : []
}

function subPackageRoots(app: Record<string, unknown>): string[] {
  const packages = app['subPackages'] ?? app['subpackages']
  return Array.isArray(packages)
    ? packages.filter(isRecord).map((one) => String(one['root']).replace(/^\/|\/$/g, ''))
    : []
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function reachable(pages: string[], needs: (component: string) => string[]): string[] {
  const found = new Set<string>()
  const visiting = new Set<string>()
  function visit(component: string): void {
    if (visiting.has(component)) return
    visiting.add(component)
    for (const child of needs(component)) {
      visit(child)
      found.add(child)
    }
  }
  for (const page of pages) visit(page)
  return [...found]
}

// What of a folder belongs to the program: WeChat uploads no node_modules, and of miniprogram_npm only code that is
// named. "上传时过滤无依赖文件": https://developers.weixin.qq.com/miniprogram/dev/devtools/project.html
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { modulePaths } from './modulePaths.ts'

const CODE = ['.js', '.ts', '.json', '.wxml', '.wxs', '.wxss']
const ENDINGS = ['', ...CODE, ...CODE.map((ending) => `/index${ending}`)]
const IN_NPM = /(^|\/)miniprogram_npm\//

/**
 * Every file under `directory`, but for node_modules, with one of `extensions`: relative, with forward slashes, sorted.
 */
export function filesUnder(directory: string, ...extensions: string[]): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(path.join(directory, folder), { withFileTypes: true }).flatMap((entry) => {
      const file = path.posix.join(folder, entry.name)
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(file)
      return entry.isFile() && (extensions.length === 0 || extensions.includes(path.extname(file))) ? [file] : []
    })
  return walk('').sort()
}

/** The same of what is used; pictures and the like of a package count always. */
export function usedFiles(directory: string, ...extensions: string[]): string[] {
  const files = filesUnder(directory)
  const named = namedFiles(directory, files)
  return files.filter(
    (file) =>
      (!isPackageCode(file) || named.has(file)) && (extensions.length === 0 || extensions.includes(path.extname(file))),
  )
}

function isPackageCode(file: string): boolean {
  return IN_NPM.test(file) && CODE.includes(path.extname(file))
}

// Whatever stands in quotes may be the name of a file: of the files that no code names in any way, none runs.
function namedFiles(directory: string, files: string[]): Set<string> {
  const code = new Set(files.filter((file) => CODE.includes(path.extname(file))))
  const found = new Set<string>()
  const waiting = files.some(isPackageCode) ? [...code].filter((file) => !isPackageCode(file)) : []
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const text = readFileSync(path.join(directory, file), 'utf8')
    for (const [, name = ''] of text.matchAll(/["'`]([\w@~./-]{1,200})["'`]/g)) {
      for (const target of possible(name, file)) {
        if (!code.has(target) || !isPackageCode(target) || found.has(target)) continue
        found.add(target)
        waiting.push(target)
      }
    }
  }
  return found
}

// A name with an alias in front may also be one from the root.
function possible(name: string, from: string): string[] {
  const targets = [...modulePaths(name, from), name.slice(name.indexOf('/') + 1)]
  return targets.flatMap((target) => ENDINGS.map((ending) => target + ending))
}

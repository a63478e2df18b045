// Where a name is looked for: beside the file that asks, or in miniprogram_npm there and in every folder above.
// https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
import path from 'node:path'

/** Paths of the package that `asked` may mean in the file `from`, the first choice first; without extension added. */
export function modulePaths(asked: string, from: string): string[] {
  if (asked.startsWith('/')) return [asked.slice(1)]
  const beside = path.posix.join(path.posix.dirname(from), asked)
  if (asked.startsWith('.')) return [beside]
  const folders = path.posix.dirname(from).split('/')
  const above = folders.map((_, depth) => folders.slice(0, folders.length - depth).join('/'))
  return [beside, ...[...above, '.'].map((folder) => path.posix.join(folder, 'miniprogram_npm', asked))]
}

/** Finds the tests whose titles begin with the lines they prove, such as "A7: …" or "D41, D43, E47: …". */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface TitledTest {
  /** From the repository's root, with slashes. */
  readonly file: string
  /** As it stands in the source: what `it.each` fills in is not filled in. */
  readonly title: string
  /** Such as `['D41', 'D43']`. */
  readonly ids: readonly string[]
}

const rooms = ['server', 'client', 'shared']
const leftOut = new Set(['node_modules', 'dist', 'fixture', 'fixtures', 'kits'])
/** Contracts of stores and limits are written once and run by the tests of each. */
const holdsTests = /(\.test|Contract)\.ts$/
const titles = /(['"`])((?:[A-I]\d+, )*[A-I]\d+)((?:, [^'"`:]*)?: .*?)\1/g

/** The lines that a title names: none where it names none. */
export function idsOf(title: string): string[] {
  const [, ids = ''] = /^((?:[A-I]\d+, )*[A-I]\d+)(?:, [^:]*)?: /.exec(title) ?? []
  return ids.split(', ').filter(Boolean)
}

/** In every file with tests below this folder, by file and place. */
export function titledTests(root: string): TitledTest[] {
  return rooms
    .flatMap((room) => filesBelow(join(root, room)))
    .sort()
    .flatMap((path) => {
      const file = relative(root, path).replaceAll('\\', '/')
      return [...readFileSync(path, 'utf8').matchAll(titles)].map(([, , ids = '', rest = '']) => {
        const title = `${ids}${rest}`
        return { file, title, ids: idsOf(title) }
      })
    })
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (leftOut.has(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return holdsTests.test(entry.name) ? [path] : []
  })
}

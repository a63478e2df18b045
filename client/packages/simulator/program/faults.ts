// What is broken in a package, and which pages that takes along: on a phone a file that does not run ends its own
// pages.
import path from 'node:path'
import { isRecord } from '../record.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'
import { modulePaths } from './modulePaths.ts'

export interface Faults {
  /** Notes that a file of the package does not do. */
  note(file: string, error: unknown): void
  /** What keeps a page from opening, each with the name of its file; empty when nothing does. */
  of(page: string): string[]
}

/** @param compiled what the template compiler says: file → complaint */
export function createFaults(program: MiniProgramPackage, compiled: ReadonlyMap<string, string>): Faults {
  const noted = new Map<string, string>()

  function ofFile(file: string): string[] {
    const found = noted.get(file) ?? compiled.get(file) ?? program.faults.get(file)
    if (found === undefined) return []
    return [found.includes(file) ? found : `${file}: ${found}`]
  }

  return {
    note: (file, error) => void noted.set(file, messageOf(error)),
    of: (page) =>
      shownBy(program, page).flatMap((component) =>
        [
          `${component}.json`,
          program.script(component) ?? `${component}.js`,
          ...templateFiles(program, `${component}.wxml`),
        ].flatMap(ofFile),
      ),
  }
}

// What app.json offers to every page counts only where a template writes its tag.
function shownBy(program: MiniProgramPackage, page: string): string[] {
  const found = new Set<string>()
  function visit(component: string): void {
    if (found.has(component)) return
    found.add(component)
    const own = program.ownUsing(component)
    const written = tagsOf(program, component)
    const offered = Object.entries(program.using(component))
      .filter(([tag]) => own[tag] === undefined && written.has(tag))
      .map(([, path]) => path)
    for (const child of [
      ...Object.values(own),
      ...offered,
      ...Object.values(program.generics(component)).filter((one) => one !== ''),
    ])
      visit(child)
  }
  if (program.customTabBar !== undefined && program.tabs.includes(page)) visit(program.customTabBar)
  visit(page)
  return [...found]
}

function tagsOf(program: MiniProgramPackage, component: string): Set<string> {
  const text = templateFiles(program, `${component}.wxml`).map(program.read).join('\n')
  return new Set(
    [...text.matchAll(/<([\w-]+)|generic:[\w-]+\s*=\s*["']([\w-]+)/g)].map(([, tag, generic]) => tag ?? generic ?? ''),
  )
}

/** A template with what it imports, includes and requires. */
function templateFiles(program: MiniProgramPackage, template: string): string[] {
  const found = new Set<string>()
  function visit(file: string): void {
    if (found.has(file) || !program.has(file)) return
    found.add(file)
    const asked = [...program.read(file).matchAll(/(?:\bsrc\s*=\s*|\brequire\s*\(\s*)["']([^"'{}]+)["']/g)].map(
      ([, name]) => name ?? '',
    )
    for (const name of asked.filter((one) => /\.(wxml|wxs)$/.test(one) || path.extname(one) === '')) {
      for (const target of modulePaths(name, file))
        for (const ending of ['', '.wxml', '.wxs']) visitTemplate(target + ending)
    }
  }
  function visitTemplate(file: string): void {
    if (/\.(wxml|wxs)$/.test(file)) visit(file)
  }
  visit(template)
  return [...found]
}

/** The words of an error, also of one from inside the realm. */
export function messageOf(error: unknown): string {
  return isRecord(error) && typeof error['message'] === 'string' ? error['message'] : String(error)
}

/**
 * Throws when no page can open, with what keeps the first. Before anything runs, only templates and files that cannot
 * be read are known.
 */
export function refuseIfNothingOpens(program: MiniProgramPackage, faults: Faults, engine: string): void {
  const found = program.pages.map(faults.of)
  const [first] = found
  if (first === undefined || found.some((complaints) => complaints.length === 0)) return
  const refused = first.some((complaint) => /\.wx(ml|s)\b/.test(complaint))
  const what = refused
    ? `${engine === 'exparser' ? 'wcc' : engine} refuses the templates`
    : 'No page of this program opens'
  throw new Error(`${what}: ${first.join('; ')}`)
}

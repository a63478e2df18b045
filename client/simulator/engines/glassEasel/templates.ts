// The package's templates, compiled by glass-easel's own compiler.
import { TmplGroup } from 'glass-easel-template-compiler'
import { filesUnder } from '../../program/miniProgramPackage.ts'
import type { MiniProgramPackage } from '../../program/miniProgramPackage.ts'
import type { Realm } from '../../realm/realm.ts'
import { isRecord } from '../../record.ts'

/** Generated objects by template path (without extension). */
export type TemplateObjects = Record<string, unknown>

/** Compiles every wxml and wxs of the package; throws with the compiler's words when one does not parse. */
export function compileTemplates(program: MiniProgramPackage, realm: Realm): TemplateObjects {
  const group = new TmplGroup()
  try {
    for (const file of filesUnder(program.directory, '.wxs')) group.addScript(file.slice(0, -'.wxs'.length), program.read(file))
    const complaints = filesUnder(program.directory, '.wxml').flatMap(file =>
      serious(group.addTmpl(file.slice(0, -'.wxml'.length), program.read(file))).map(complaint => `${file}: ${complaint}`))
    if (complaints.length > 0) throw new Error(`glass-easel refuses the templates: ${complaints.join('; ')}`)
    const objects = realm.evaluate(`(${group.getTmplGenObjectGroups()})`, 'templates.js')
    return isRecord(objects) ? objects : {}
  } finally {
    group.free()
  }
}

// Warnings come in the same list as errors.
function serious(found: unknown): string[] {
  const list: unknown[] = Array.isArray(found) ? found : []
  return list.filter(isRecord).filter(one => one['isError'] === true)
    .map(one => `${String(one['message'])} at ${Number(one['startLine']) + 1}:${Number(one['startColumn']) + 1}`)
}

// The program's own code as it is loaded: the main package at launch, a subpackage when one of its pages is entered
// first.
import type { ConsoleEntry, ProgramGlobals } from './programGlobals.ts'
import { type Faults, messageOf } from './faults.ts'
import type { MiniProgramPackage } from './miniProgramPackage.ts'
import type { ModuleLoader } from './moduleLoader.ts'

interface CodeHost {
  readonly program: MiniProgramPackage
  readonly modules: ModuleLoader
  readonly globals: ProgramGlobals
  readonly faults: Faults
  readonly write: (entry: ConsoleEntry) => void
}

/** Answers what loads all that a page needs and is not there yet; what does not run is noted and written. */
export function createLoad({ program, modules, globals, faults, write }: CodeHost): (page: string) => void {
  const loaded = new Set<string>()

  function loadComponent(path: string): void {
    const file = program.script(path)
    if (file === undefined) return
    try {
      globals.nowLoading(path)
      modules.load(file)
      if (!globals.isRegistered(path)) throw new Error(`${file} registers no page and no component`)
    } catch (error) {
      faults.note(file, error)
      write({ level: 'error', text: `${file}: ${messageOf(error)}` })
    }
  }

  return (page) => {
    for (const path of [...program.loadedWith(page), page].flatMap(program.reach)) {
      if (loaded.has(path)) continue
      loaded.add(path)
      loadComponent(path)
    }
  }
}

/** Which packages built scripts import: bare names, without their paths, each once. */
import { isBuiltin } from 'node:module'

/** As rollup writes them: at the start of a line, or as a call with the name alone. */
const imports =
  /^(?:import|export)\b[^'"\n]*?(?:from\s*)?["']([^"'\n]+)["']|\b(?:import|require)\(\s*["']([^"'\n]+)["']\s*\)/gm

export function importedPackages(scripts: readonly string[]): string[] {
  const found = scripts.flatMap((text) => [...text.matchAll(imports)].map(([, fixed, late]) => fixed ?? late ?? ''))
  const bare = found.filter((name) => /^(?:@[\w.-]+\/)?[a-z][\w.-]*(?:\/|$)/.test(name) && !isBuiltin(name))
  return [
    ...new Set(
      bare.map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
    ),
  ].sort()
}

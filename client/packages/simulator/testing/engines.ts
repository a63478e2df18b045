// Both engines by name, for tests that hold on either.
import type { Engine } from '../engines/Engine.ts'
import { exparserEngine } from '../engines/exparser/exparserEngine.ts'
import { glassEaselEngine } from '../engines/glassEasel/glassEaselEngine.ts'

export const engines: [string, () => Engine][] = [
  ['exparser', exparserEngine],
  ['glass-easel', glassEaselEngine],
]

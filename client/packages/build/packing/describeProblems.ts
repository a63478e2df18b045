import ts from 'typescript'
import { repository } from '../repository.ts'

/** As a compiler prints them, and nothing where there are none. */
export function describeProblems(problems: readonly ts.Diagnostic[]): string {
  return ts.formatDiagnostics(problems, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => repository,
    getNewLine: () => '\n',
  })
}

/** What is measured of one file. */
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ts from 'typescript'

const longestFunction = 40
const widestLine = 120

export interface FileFacts {
  /** From the root, with slashes. */
  readonly path: string
  readonly lines: number
  readonly wideLines: number
  readonly longFunctions: readonly { readonly name: string; readonly lines: number }[]
  /** Files of the same package that it imports, types too; from the root. */
  readonly imports: readonly string[]
}

export function factsOf(root: string, path: string): FileFacts {
  const text = readFileSync(join(root, path), 'utf8')
  const lines = text.split('\n')
  const source = ts.createSourceFile(path, scriptOf(path, text), ts.ScriptTarget.Latest, true)
  return {
    path,
    lines: lines.length - 1,
    wideLines: lines.filter((line) => line.length > widestLine).length,
    longFunctions: functionsIn(source).filter((found) => found.lines > longestFunction),
    imports: importsOf(source)
      .map((name) => posix.normalize(posix.join(posix.dirname(path), name)))
      .filter((name) => existsSync(join(root, name))),
  }
}

function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.vue')) return text
  return /<script[^>]*>([^]*?)<\/script>/.exec(text)?.[1] ?? ''
}

function importsOf(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
    const name = isImport && statement.moduleSpecifier
    return name && ts.isStringLiteral(name) && name.text.startsWith('.') ? [name.text] : []
  })
}

function functionsIn(source: ts.SourceFile): { name: string; lines: number }[] {
  const found: { name: string; lines: number }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const lineOf = (at: number) => source.getLineAndCharacterOfPosition(at).line
      const { name } = node
      found.push({
        name: name && ts.isIdentifier(name) ? name.text : 'a function',
        lines: lineOf(node.getEnd()) - lineOf(node.getStart()) + 1,
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

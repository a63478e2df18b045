// DevTools compiles a program's sources while it opens them; what a build has left in modern syntax runs here as there.
import { transformSync } from 'esbuild'

// Minified code puts them anywhere; what only looks like it, in a string, is compiled for nothing.
const MODULE_SYNTAX =
  /(^|[;}\s)])(import\s*[\w{*"']|export\s*[{*]|export\s+(default|const|let|var|function|class|async)\b)/

/** Answers JavaScript with `require` and `module.exports`; code that has them already is left as it is. */
export function compileScript(file: string, code: string): string {
  const isTypeScript = file.endsWith('.ts')
  if (!isTypeScript && !MODULE_SYNTAX.test(code)) return code
  return transformSync(code, { loader: isTypeScript ? 'ts' : 'js', format: 'cjs', target: 'es2020', sourcefile: file })
    .code
}

/** Makes of client/link the package that it is: one ES module and its declarations for each file. */
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { buildSync } from 'esbuild'
import ts from 'typescript'
import { clientDir } from './repository.ts'

export const linkDir = `${clientDir}/link`
const outDir = `${linkDir}/dist`

const common: ts.CompilerOptions = {
  // What WeChat's oldest supported engines read; builds lower it further where they must.
  target: ts.ScriptTarget.ES2018,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
  skipLibCheck: true,
  declaration: true,
  rootDir: linkDir,
  outDir,
}

/** What runs in a mini program knows its globals and no others; the vite plugin runs in Node. */
const parts: { files: string[]; options: ts.CompilerOptions }[] = [
  {
    files: [...['index', 'adapters', 'abort', 'client'].map((name) => `${linkDir}/${name}.ts`), `${clientDir}/globals.d.ts`],
    options: { ...common, lib: ['lib.es2020.d.ts'], types: [] },
  },
  { files: [`${linkDir}/vite.ts`], options: { ...common, lib: ['lib.es2023.d.ts'], types: ['node'] } },
]

/** Writes client/link/dist anew and returns what the compiler has to say against it: nothing, if all is well. */
export function buildLinkPackage(): string {
  rmSync(outDir, { recursive: true, force: true })
  const problems = parts.flatMap(({ files, options }) => compile(files, options))
  if (problems.length === 0) {
    writeCommonJsPlugin()
    writeNativeBuild()
  }
  return describeProblems(problems)
}

/** A uni-app project is CommonJS unless it says otherwise, and so is the config that its vite loads. */
function writeCommonJsPlugin(): void {
  buildSync({
    entryPoints: [`${outDir}/vite.js`],
    outfile: `${outDir}/vite.cjs`,
    format: 'cjs',
    platform: 'node',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  })
  // Its types by a name of their own: beside a .js file of "type": "module" they would speak of an ES module.
  copyFileSync(`${outDir}/vite.d.ts`, `${outDir}/vite.d.cts`)
}

/**
 * What 构建 npm copies into a native program, for package.json's `miniprogram` names the folder: by itself the tool takes
 * neither `exports` nor .cjs nor syntax after ES2018. One file holds the entries together with @trpc/client, so that
 * there is one of everything, and the AbortController that @trpc/client takes from the global scope.
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
 */
function writeNativeBuild(): void {
  const nativeDir = `${outDir}/miniprogram`
  const entries = ['index', 'adapters', 'client'].map((name) => `export * from './${name}.js'`)
  const common = { bundle: true, format: 'cjs', platform: 'neutral', target: 'es2015', charset: 'utf8', minify: true } as const
  buildSync({
    ...common,
    stdin: { contents: entries.join('\n'), resolveDir: outDir },
    inject: [`${outDir}/abortController.js`],
    outfile: `${nativeDir}/index.js`,
  })
  buildSync({ ...common, entryPoints: [`${outDir}/abort.js`], outfile: `${nativeDir}/abort.js` })
  for (const name of ['adapters', 'client']) writeFileSync(`${nativeDir}/${name}.js`, "module.exports = require('./index.js');\n")
}

export function describeProblems(problems: readonly ts.Diagnostic[]): string {
  return ts.formatDiagnostics(problems, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => clientDir,
    getNewLine: () => '\n',
  })
}

function compile(files: string[], options: ts.CompilerOptions): ts.Diagnostic[] {
  const program = ts.createProgram(files, options)
  const write: ts.WriteFileCallback = (name, text) => {
    // The compiler renames what modules import from each other, though not what declarations do.
    ts.sys.writeFile(name, name.endsWith('.d.ts') ? text.replace(/(\bfrom '\.\/[^']+)\.ts'/g, "$1.js'") : text)
  }
  return [...ts.getPreEmitDiagnostics(program), ...program.emit(undefined, write).diagnostics]
}

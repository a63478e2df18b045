/** Makes of the link the package that it is: besides its modules, a plugin for CommonJS and a build for 构建 npm. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync, type BuildOptions } from 'esbuild'
import { repository } from '../repository.ts'
import { buildPackage } from './buildPackage.ts'

const plugin = {
  import: { types: './dist/vite.d.ts', default: './dist/vite.js' },
  require: { types: './dist/vite.d.cts', default: './dist/vite.cjs' },
}

/** Writes the package to `outDir` anew and returns what the compiler has to say against it: nothing, if all is well. */
export function buildLinkPackage(outDir: string): string {
  const ambient = ['client/packages/session/globals/phone.d.ts']
  const problems = buildPackage(
    { folder: 'client/packages/link', runsIn: 'phone', ambient, unpublished: ['./testing'] },
    outDir,
  )
  if (problems) return problems
  writeCommonJsPlugin(`${outDir}/dist`)
  writeNativeBuild(`${outDir}/dist`)
  const file = `${outDir}/package.json`
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { exports: object }
  const sideEffects = ['./dist/abort.js']
  const whole = {
    ...manifest,
    sideEffects,
    exports: { ...manifest.exports, './vite': plugin },
    miniprogram: 'dist/miniprogram',
  }
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`)
  return ''
}

/** A uni-app project is CommonJS unless it says otherwise, and so is the config that its vite loads. */
function writeCommonJsPlugin(outDir: string): void {
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
function writeNativeBuild(outDir: string): void {
  const nativeDir = `${outDir}/miniprogram`
  const entries = ['index', 'adapters', 'client'].map((name) => `export * from './${name}.js'`)
  // The package may be written anywhere, far from what it bundles.
  const nodePaths = [join(repository, 'node_modules')]
  const common = {
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    target: 'es2015',
    charset: 'utf8',
    minify: true,
    nodePaths,
  } satisfies BuildOptions
  buildSync({
    ...common,
    stdin: { contents: entries.join('\n'), resolveDir: outDir },
    inject: [`${outDir}/abortController.js`],
    outfile: `${nativeDir}/index.js`,
  })
  buildSync({ ...common, entryPoints: [`${outDir}/abort.js`], outfile: `${nativeDir}/abort.js` })
  for (const name of ['adapters', 'client'])
    writeFileSync(`${nativeDir}/${name}.js`, "module.exports = require('./index.js');\n")
}

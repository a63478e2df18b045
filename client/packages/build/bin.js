#!/usr/bin/env node
/** `uni-trpc-build api | dev | uni | previewMp | uploadMp`: JavaScript, for npm links it before anything reads TypeScript. */
import { existsSync } from 'node:fs'
import module from 'node:module'

const commands = ['api', 'dev', 'uni', 'previewMp', 'uploadMp']
const [, , name = '', ...rest] = process.argv
if (commands.includes(name)) {
  process.argv.splice(2, process.argv.length, ...rest)
  // Node keeps what it has compiled for the next start, from 22.8 on.
  module.enableCompileCache?.()
  const source = new URL(`${name}.ts`, import.meta.url)
  const isSource = existsSync(source)
  if (isSource) await import('./readTypeScript.js')
  await import((isSource ? source : new URL(`dist/${name}.js`, import.meta.url)).href)
} else {
  process.stderr.write(`uni-trpc-build ${commands.join(' | ')}\n`)
  process.exitCode = 1
}

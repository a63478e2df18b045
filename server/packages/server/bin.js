#!/usr/bin/env node
/** `uni-trpc-server devServer | admin | doctor | runtimePackage`: JavaScript, for npm links it before anything reads TypeScript. */
import { existsSync } from 'node:fs'

const commands = ['devServer', 'admin', 'doctor', 'runtimePackage']
const [, , name = '', ...rest] = process.argv
if (commands.includes(name)) {
  process.argv.splice(2, process.argv.length, ...rest)
  const source = new URL(`commands/${name}.ts`, import.meta.url)
  // Node reads TypeScript by itself from 22.18 on, and starts sooner without help.
  if (!process.features.typescript) (await import('tsx/esm/api')).register()
  await import((existsSync(source) ? source : new URL(`dist/commands/${name}.js`, import.meta.url)).href)
} else {
  process.stderr.write(`uni-trpc-server ${commands.join(' | ')}\n`)
  process.exitCode = 1
}

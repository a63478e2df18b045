#!/usr/bin/env node
/** `npm create uni-trpc my-program`: JavaScript, for npm links it before anything reads TypeScript. */
import { existsSync } from 'node:fs'

const source = new URL('run.ts', import.meta.url)
if (existsSync(source)) {
  // Node reads TypeScript by itself from 22.18 on, and starts sooner without help.
  if (!process.features.typescript) (await import('tsx/esm/api')).register()
  await import(source.href)
} else {
  await import(new URL('dist/run.js', import.meta.url).href)
}

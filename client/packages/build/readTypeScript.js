/**
 * Lets a Node before 22.18 read this repository's TypeScript, as newer ones do by themselves: types are taken off, and
 * nobody looks at any other module. tsx looks at each of every package: a quarter of the CPU of a developers' build.
 */
import { readFile } from 'node:fs/promises'
import { register } from 'node:module'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { transform } from 'esbuild'

// The thread that finds modules reads this file, too, for its hook.
if (isMainThread && !process.features.typescript) register(import.meta.url)

/** https://nodejs.org/docs/latest-v20.x/api/module.html#loadurl-context-nextload */
export async function load(url, context, nextLoad) {
  if (!/^file:.*\.ts$/.test(url)) return nextLoad(url, context)
  const sourcefile = fileURLToPath(url)
  const text = await readFile(sourcefile, 'utf8')
  const { code } = await transform(text, { loader: 'ts', target: 'node20', sourcefile, sourcemap: 'inline' })
  return { format: 'module', source: code, shortCircuit: true }
}

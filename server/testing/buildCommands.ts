/** Writes the commands into the folder that the command line names, as Node runs them at once: tsx takes a second for each start. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const commands = fileURLToPath(new URL('../commands/', import.meta.url))
const [, , outdir = ''] = process.argv
await build({
  entryPoints: ['devServer', 'admin', 'doctor'].map((name) => join(commands, `${name}.ts`)),
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
})
await copyFile(join(commands, 'developersPage.html'), join(outdir, 'developersPage.html'))

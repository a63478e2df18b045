/**
 * Writes the commands, and what the server serves, into the folder that the command line names, as Node runs them at
 * once: tsx takes a second for each start.
 */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { argv } from 'node:process'
import { build, type Plugin } from 'esbuild'
import { repository } from '../repository.ts'

const commands = join(repository, 'server/packages/server/commands')
/** Packages of this repository are TypeScript; all others stay where they are. */
const othersStay: Plugin = {
  name: 'others-stay',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('uni-trpc-') ? null : { path, external: true },
    )
  },
}
const [, , outdir = ''] = argv
await build({
  entryPoints: [
    ...['devServer', 'admin', 'doctor'].map((name) => join(commands, `${name}.ts`)),
    join(repository, 'server/product.ts'),
  ],
  entryNames: '[name]',
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  plugins: [othersStay],
})
await copyFile(join(commands, 'developersPage.html'), join(outdir, 'developersPage.html'))

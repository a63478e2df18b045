/**
 * Writes the commands, what the server serves, and the processes of tests into the folder that the command line names,
 * as Node runs them at once: tsx takes a second for each start.
 */
import { copyFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { build } from 'esbuild'
import { commandFile, serverBundle } from '../dev/serverBundle.ts'
import { repository } from '../repository.ts'
import { ofSmallModules } from '../smallModules.ts'

const [, , outdir = ''] = argv
const commands = ['devServer', 'admin', 'doctor'].map(commandFile)
const ours = ['server/product.ts', 'server/packages/server/store/testing/storeProcess.ts'].map((path) =>
  join(repository, path),
)
await build(serverBundle([...commands, ...ours], outdir, ofSmallModules))
const page = 'developersPage.html'
await copyFile(join(dirname(commandFile('devServer')), page), join(outdir, page))

/**
 * Writes the commands, and what the server serves, into the folder that the command line names, as Node runs them at
 * once: tsx takes a second for each start.
 */
import { copyFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { build } from 'esbuild'
import { commandFile, serverBundle } from '../dev/serverBundle.ts'
import { repository } from '../repository.ts'

const [, , outdir = ''] = argv
const commands = ['devServer', 'admin', 'doctor'].map(commandFile)
await build(serverBundle([...commands, join(repository, 'server/product.ts')], outdir))
const page = 'developersPage.html'
await copyFile(join(dirname(commandFile('devServer')), page), join(outdir, page))

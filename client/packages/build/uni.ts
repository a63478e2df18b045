/**
 * The uni CLI with this repository's layout: `uni-trpc-build uni [build] [-p mp-weixin]`. Everything set
 * here must stand before the CLI loads, because it reads the input directory before any vite config.
 */
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import process from 'node:process'
import { clientEnv } from 'uni-trpc-server/development'
import { modeOf, wantsWorkbench } from './clientSettings.ts'
import { clientDir, repository } from './repository.ts'

process.chdir(repository)
process.env.UNI_INPUT_DIR = clientDir
process.env.VITE_ROOT_DIR = clientDir
// Without CI the CLI posts a hash of this machine's MAC address to DCloud at every run.
process.env.CI ||= '1'
// After one save by renaming (git, vim) rollup's watcher no longer sees the file; polling costs 1-2 % of a core.
process.env.CHOKIDAR_USEPOLLING ||= '1'
process.env.CHOKIDAR_INTERVAL ||= '300'

const mode = modeOf(process.argv)
const { VITE_WORKBENCH } = clientEnv(mode, repository, ['VITE_WORKBENCH'])
// Decides what becomes of lines after `#ifdef WORKBENCH`, in pages.json too.
process.env.UNI_CUSTOM_CONTEXT = JSON.stringify({ WORKBENCH: wantsWorkbench(mode, VITE_WORKBENCH) })

process.argv.push('--config', resolve(repository, 'vite.config.ts'))

createRequire(import.meta.url)('@dcloudio/vite-plugin-uni/bin/uni.js')

/** What those weigh that carry requests in uni-app programs; they know no router, and sign nobody in. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { clientDir } from './repository.ts'
import { builtCode, type Weighed } from './weigh.ts'

const home = join(clientDir, 'packages/build/peers')

const peers = {
  'alova + its uni adapter':
    "export { createAlova } from 'alova'; export { default as adapter } from '@alova/adapter-uniapp'",
  'uni-network': "export { un } from '@uni-helper/uni-network'",
  'luch-request': "export { default } from 'luch-request'",
}

export async function weighPeers(): Promise<Weighed[]> {
  installPeers()
  const weighed: Weighed[] = []
  for (const [name, code] of Object.entries(peers)) {
    const built = await builtCode(code, 'mp-weixin', home)
    const gzipped = gzipSync(built, { level: 9 }).length
    weighed.push({ name, minified: built.length, gzipped, added: gzipped })
  }
  return weighed
}

/** They are no dependency of the product, so they come when the bench runs first. */
function installPeers(): void {
  if (existsSync(join(home, 'node_modules'))) return
  const npm = process.env['npm_execpath']
  if (!npm) throw new Error('Run it by npm: npm run bench:weight')
  execFileSync(process.execPath, [npm, 'ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: home })
}

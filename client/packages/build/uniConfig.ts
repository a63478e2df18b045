/** The vite config of a uni-app build: the mini program, the H5 preview and its development server. */
import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import type { BuildOptions, ConfigEnv, Plugin, UserConfig } from 'vite'
import { clientEnv } from 'uni-trpc-server/development'
import { uniTrpc } from 'uni-trpc-link/vite'
import { appName } from './appName.ts'
import { clientSettings, isDevelopersMode } from './clientSettings.ts'
import { closedDisk } from './closedDisk.ts'
import { fewerFiles } from './fewerFiles.ts'
import { freshPages } from './freshPages.ts'
import { accessibleH5 } from './h5/accessibleH5.ts'
import { leanVue } from './leanVue.ts'
import { origins } from './origins.ts'
import { developersBuild, phoneBuild } from './phoneBuild.ts'
import { projectConfig } from './projectConfig.ts'
import { removePhoneHome } from './removePhoneHome.ts'
import { clientDir, repository } from './repository.ts'
import { strictJson } from './strictJson.ts'
import { realPaths, uniPlugin } from './uniPlugin.ts'
import { withoutUniCloud } from './withoutUniCloud.ts'

/** What the H5 development server hands on to the API, so that both have one origin. */
const apiPaths = ['/trpc', '/sandbox', '/prefetch', '/avatars']

/** All that the H5 development server may hand out; packages may be linked from elsewhere. */
const servedFolders = ['client', 'shared', 'node_modules'].map((name) => realpathSync(resolve(repository, name)))

const optimizeDeps = {
  // Found late, these two would make the first page load answer 504.
  include: ['@trpc/client', '@trpc/server/observable'],
  // Compiled as the pages are, which share Vue with them.
  exclude: ['uni-trpc-link', 'uni-trpc-protocol', 'uni-trpc-session'],
} satisfies UserConfig['optimizeDeps']

export async function uniConfig({ mode }: ConfigEnv): Promise<UserConfig> {
  const platform = process.env.UNI_PLATFORM ?? 'h5'
  const env = clientEnv(mode, repository, ['VITE_', 'PORT'])
  const { appId, values, proxyTarget, warnings } = clientSettings({ platform, mode, env })
  return {
    root: clientDir,
    envDir: repository,
    // Not all of VITE_, where uni-app keeps this machine's paths: `import.meta.env` is written into the client.
    envPrefix: ['VITE_API_URL', 'VITE_SANDBOX'],
    cacheDir: resolve(repository, 'node_modules/.vite', platform),
    plugins: [
      // First, so that no other plugin reads a file before it.
      closedDisk(),
      strictJson(),
      freshPages(),
      appName(),
      await uniPlugin(),
      realPaths(),
      uniTrpc(),
      removePhoneHome(),
      ...(platform.startsWith('mp-') ? [fewerFiles(mode), leanVue(), withoutUniCloud()] : [accessibleH5()]),
      projectConfig({ appId, mode }),
      ...(process.env.ORIGINS_FILE ? [origins(process.env.ORIGINS_FILE)] : []),
      warn(warnings),
    ],
    define: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)]),
    ),
    build: buildFor(platform, mode),
    optimizeDeps,
    server: {
      proxy: Object.fromEntries(apiPaths.map((path) => [path, { target: proxyTarget, changeOrigin: true, ws: true }])),
      // uni-app opens the whole disk, vite to pages of any origin; secrets and the development database lie near by.
      fs: { strict: true, allow: servedFolders },
      cors: false,
    },
  }
}

function buildFor(platform: string, mode: string): BuildOptions {
  const isForDevelopers = isDevelopersMode(mode)
  if (platform.startsWith('mp-')) return isForDevelopers ? developersBuild : phoneBuild
  // Of a published page uni-app decides. What nobody calls is left out in any case: some of it asks other hosts.
  return isForDevelopers ? { minify: false } : {}
}

function warn(warnings: string[]): Plugin {
  return {
    name: 'client-warnings',
    configResolved({ logger }) {
      for (const warning of warnings) logger.warn(`\n!!  ${warning}\n`)
    },
  }
}

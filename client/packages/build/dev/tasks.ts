/** What `npm run dev` runs, and how each of them says that it works. */
import { createRequire } from 'node:module'

export type TaskName = 'API' | 'H5' | 'WeChat'

export interface Task {
  readonly name: TaskName
  /** Arguments for Node. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The line that says it works; its first group, if any, is the address. */
  readonly ready: RegExp
}

const command = createRequire(import.meta.url).resolve('uni-trpc-build/bin.js')
const uni = [command, 'uni']

/** @param port the API's */
export function tasksOf(lan: LanTarget | null, port: number): Task[] {
  // Newer Nodes warn of what uni-app's own dependencies do, which is nothing that a person here could mend.
  const client: Record<string, string> = {
    NODE_NO_WARNINGS: '1',
    VITE_API_URL: lan?.apiOrigin ?? `http://127.0.0.1:${port}`,
  }
  return [
    {
      name: 'API',
      args: [command, 'api'],
      env: lan ? { HOST: lan.address } : {},
      ready: /^API ready at (\S+)/,
    },
    {
      name: 'H5',
      args: [...uni, ...(lan ? ['--host', lan.address] : [])],
      env: client,
      ready: /(?:Local|Network):\s+(http\S+)/,
    },
    {
      name: 'WeChat',
      args: [...uni, '-p', 'mp-weixin'],
      // Editors that save by renaming, and git, give a file a new inode, which rollup's watcher loses after one change.
      env: { ...client, CHOKIDAR_USEPOLLING: '1', CHOKIDAR_INTERVAL: '300' },
      ready: /DONE|Watching for changes/,
    },
  ]
}

/** Where a phone in the same network finds the API. */
export interface LanTarget {
  readonly address: string
  readonly apiOrigin: string
}

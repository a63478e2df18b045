import { join } from 'node:path'
import { builtPackage } from '../../client/build/builtPackage.ts'
import { start, type RunningServer } from './startServer.ts'

/** The API with the sandbox, as `npm run dev:server` runs it. */
export async function startDevServer(environment: Record<string, string>): Promise<RunningServer> {
  return start([join(await builtPackage('commands'), 'devServer.js')], environment)
}

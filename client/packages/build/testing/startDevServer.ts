import { join } from 'node:path'
import { start, type RunningServer } from 'uni-trpc-server/testing'
import { builtPackage } from '../builtPackage.ts'

/** The API with the sandbox, as `npm run dev:server` runs it. */
export async function startDevServer(environment: Record<string, string>): Promise<RunningServer> {
  const commands = await builtPackage('commands')
  return start([join(commands, 'devServer.js'), join(commands, 'product.js')], environment)
}

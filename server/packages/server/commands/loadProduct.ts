/** What the project in the working directory serves, as its server/product.ts says. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { App } from '../serve.ts'

/** @throws {Error} for a file that cannot be loaded, or that exports no app */
export async function loadProduct(path = 'server/product.ts'): Promise<App> {
  const product: unknown = await import(pathToFileURL(resolve(path)).href)
  if (isProduct(product)) return product.app
  throw new Error('server/product.ts exports no app with a router / server/product.ts 未导出带 router 的 app')
}

function isProduct(module: unknown): module is { readonly app: App } {
  if (typeof module !== 'object' || module === null || !('app' in module)) return false
  return typeof module.app === 'object' && module.app !== null && 'router' in module.app
}

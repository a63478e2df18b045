// The whole of `wx`: every family, and the few questions about wx itself.
import type { PageStack } from '../program/pageStack.ts'
import { accountFamily } from './accountFamily.ts'
import { interactionFamily } from './interactionFamily.ts'
import type { InteractionOptions, ShownNotice } from './interactionFamily.ts'
import { createLifecycle } from './lifecycleFamily.ts'
import type { Lifecycle } from './lifecycleFamily.ts'
import { navigationFamily } from './navigationFamily.ts'
import { createRequests } from './requestFamily.ts'
import type { Requests } from './requestFamily.ts'
import type { SimulatedNetwork } from './simulatedNetwork.ts'
import { storageFamily } from './storageFamily.ts'
import { systemFamily } from './systemFamily.ts'
import type { WxHost } from './WxHost.ts'

export interface WxOptions extends InteractionOptions {
  login?: (() => Promise<string>) | undefined
}

export interface Wx {
  /** Own enumerable properties, complete from the start: uni-app copies them one by one before anything runs. */
  readonly object: Record<string, unknown>
  readonly lifecycle: Lifecycle
  readonly requests: Requests
}

export function createWx(
  host: WxHost, world: { network: SimulatedNetwork; shown: ShownNotice[]; pages: () => PageStack }, options: WxOptions,
): Wx {
  const lifecycle = createLifecycle(host, world.network)
  const requests = createRequests(host, world.network)
  const object: Record<string, unknown> = {
    ...requests.family,
    ...lifecycle.family,
    ...storageFamily(host),
    ...accountFamily(host, options.login),
    ...systemFamily(host),
    ...navigationFamily(host, world.pages),
    ...interactionFamily(host, world.shown, options),
    env: { USER_DATA_PATH: 'http://usr' },
    // Functions only: what a function's parameters or a widget can do is not told.
    canIUse: (schema: unknown) => typeof object[String(schema).split('.')[0] ?? ''] === 'function',
  }
  return { object, lifecycle, requests }
}

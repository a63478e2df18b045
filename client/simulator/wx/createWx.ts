// The whole of `wx`: every family, and the few questions about wx itself.
import type { PageStack } from '../program/pageStack.ts'
import { accountFamily } from './accountFamily.ts'
import { createBackground } from './background.ts'
import type { Background } from './background.ts'
import { interactionFamily } from './interactionFamily.ts'
import type { InteractionOptions, ShownNotice } from './interactionFamily.ts'
import { createLifecycle } from './lifecycleFamily.ts'
import type { Lifecycle } from './lifecycleFamily.ts'
import { mediaFamily } from './mediaFamily.ts'
import type { MediaOptions } from './mediaFamily.ts'
import { navigationFamily } from './navigationFamily.ts'
import { pictureFamily } from './pictureFamily.ts'
import type { PictureOptions } from './pictureFamily.ts'
import { createPrefetch } from './prefetchFamily.ts'
import type { Prefetch, PrefetchOptions } from './prefetchFamily.ts'
import { createPrivacy } from './privacyFamily.ts'
import type { PrivacyOptions } from './privacyFamily.ts'
import { requestFamily } from './requestFamily.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import type { NetworkOptions, SimulatedNetwork } from './simulatedNetwork.ts'
import { createSockets } from './socketFamily.ts'
import { storageFamily } from './storageFamily.ts'
import { systemFamily } from './systemFamily.ts'
import { createTransfers } from './transfers.ts'
import { uploadFamily } from './uploadFamily.ts'
import type { WxHost } from './WxHost.ts'

export interface WxOptions
  extends InteractionOptions, MediaOptions, PictureOptions, PrivacyOptions, PrefetchOptions, Pick<NetworkOptions, 'backgroundGraceMs'> {
  login?: (() => Promise<string>) | undefined
}

export interface WxWorld {
  network: SimulatedNetwork
  files: SimulatedFiles
  shown: ShownNotice[]
  pages: () => PageStack
}

export interface Wx {
  /** Own enumerable properties, complete from the start: uni-app copies them one by one before anything runs. */
  readonly object: Record<string, unknown>
  readonly lifecycle: Lifecycle
  readonly background: Background
  readonly prefetch: Prefetch
  /** Ends requests, uploads and sockets without telling anyone. */
  close(): void
}

export function createWx(host: WxHost, world: WxWorld, options: WxOptions): Wx {
  const { network, files, shown, pages } = world
  const lifecycle = createLifecycle(host, network)
  const background = createBackground(host, options.backgroundGraceMs)
  const transfers = createTransfers(host, network, background)
  const sockets = createSockets(host, network, background)
  const privacy = createPrivacy(host, options)
  const prefetch = createPrefetch(host, network, options)
  const object: Record<string, unknown> = {
    ...requestFamily(host, network, transfers),
    ...uploadFamily(host, { network, files }, transfers),
    ...sockets.family,
    ...lifecycle.family,
    ...storageFamily(host),
    ...accountFamily(host, network, options.login),
    ...systemFamily(host),
    ...navigationFamily(host, pages),
    ...interactionFamily(host, shown, options),
    ...mediaFamily(host, { files, privacy }, options),
    ...pictureFamily(host, files, options),
    ...privacy.family,
    ...prefetch.family,
    env: { USER_DATA_PATH: 'http://usr' },
    // Functions, and what the simulator's widgets tell; what a function's parameters can do is not told.
    canIUse: (schema: unknown) => schema === 'input.bindnicknamereview' || typeof object[String(schema).split('.')[0] ?? ''] === 'function',
  }
  return {
    object, lifecycle, background, prefetch,
    close() {
      transfers.close()
      sockets.close()
    },
  }
}

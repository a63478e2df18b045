// The whole of `wx`: every family, and the few questions about wx itself.
import type { PageStack } from '../program/pageStack.ts'
import { accountFamily } from './accountFamily.ts'
import { animationFamily } from './animationFamily.ts'
import { type Background, createBackground } from './background.ts'
import { barFamily } from './barFamily.ts'
import { bytesFamily } from './bytesFamily.ts'
import { type Canvases, createCanvases } from './canvasFamily.ts'
import type { CanvasOptions, DrawnCall } from './canvases.ts'
import { deviceFamily } from './deviceFamily.ts'
import { downloadFamily } from './downloadFamily.ts'
import { fileFamily } from './fileFamily.ts'
import { interactionFamily, type InteractionOptions, type ShownNotice } from './interactionFamily.ts'
import { createLayoutQuestions, type LayoutQuestions, type LayoutSources } from './layoutFamily.ts'
import { createLifecycle, type Lifecycle } from './lifecycleFamily.ts'
import { logFamily } from './logFamily.ts'
import { mediaFamily, type MediaOptions } from './mediaFamily.ts'
import { navigationFamily } from './navigationFamily.ts'
import { givenFamily, type GivenOptions, notSimulated } from './notSimulated.ts'
import { pictureFamily, type PictureOptions } from './pictureFamily.ts'
import { playerFamily } from './playerFamily.ts'
import { createPrefetch, type Prefetch, type PrefetchOptions } from './prefetchFamily.ts'
import { createPrivacy, type Privacy, type PrivacyOptions } from './privacyFamily.ts'
import { recordCalls, type WxCall } from './recordCalls.ts'
import { requestFamily } from './requestFamily.ts'
import { settingFamily, type SettingOptions } from './settingFamily.ts'
import type { SimulatedFiles } from './simulatedFiles.ts'
import type { NetworkOptions, SimulatedNetwork } from './simulatedNetwork.ts'
import { createSockets, type Sockets } from './socketFamily.ts'
import { storageFamily } from './storageFamily.ts'
import { systemFamily } from './systemFamily.ts'
import { createTransfers, type Transfers } from './transfers.ts'
import { updateFamily, type UpdateOptions } from './updateFamily.ts'
import { uploadFamily } from './uploadFamily.ts'
import type { WxHost } from './WxHost.ts'

// https://developers.weixin.qq.com/miniprogram/dev/component/
const WIDGETS = new Set([
  'audio',
  'button',
  'camera',
  'canvas',
  'checkbox',
  'checkbox-group',
  'cover-image',
  'cover-view',
  'editor',
  'form',
  'icon',
  'image',
  'input',
  'label',
  'live-player',
  'live-pusher',
  'map',
  'match-media',
  'movable-area',
  'movable-view',
  'navigation-bar',
  'navigator',
  'page-container',
  'page-meta',
  'picker',
  'picker-view',
  'picker-view-column',
  'progress',
  'radio',
  'radio-group',
  'rich-text',
  'root-portal',
  'scroll-view',
  'share-element',
  'slider',
  'swiper',
  'swiper-item',
  'switch',
  'text',
  'textarea',
  'video',
  'view',
  'web-view',
])

export interface WxOptions
  extends InteractionOptions,
    MediaOptions,
    PictureOptions,
    PrivacyOptions,
    PrefetchOptions,
    SettingOptions,
    UpdateOptions,
    CanvasOptions,
    GivenOptions,
    Pick<NetworkOptions, 'backgroundGraceMs'> {
  login?: (() => Promise<string>) | undefined
}

export interface WxWorld {
  network: SimulatedNetwork
  files: SimulatedFiles
  shown: ShownNotice[]
  calls: WxCall[]
  drawn: DrawnCall[]
  pages: () => PageStack
  layout: LayoutSources
}

export interface Wx {
  /** Own enumerable properties, complete from the start: uni-app copies them one by one before anything runs. */
  readonly object: Record<string, unknown>
  readonly lifecycle: Lifecycle
  readonly background: Background
  readonly prefetch: Prefetch
  readonly layout: LayoutQuestions
  /** Ends requests, uploads and sockets without telling anyone. */
  close(): void
}

export function createWx(host: WxHost, world: WxWorld, options: WxOptions): Wx {
  const { network, files, drawn } = world
  const lifecycle = createLifecycle(host, network)
  const background = createBackground(host, options.backgroundGraceMs)
  const transfers = createTransfers(host, network, background)
  const sockets = createSockets(host, network, background)
  const privacy = createPrivacy(host, options)
  const prefetch = createPrefetch(host, network, options)
  const { page, layout: places } = world.layout
  const canvases = createCanvases(host, { files, drawn, page, box: places.box }, options)
  const layout = createLayoutQuestions(host, { ...world.layout, canvasNode: canvases.node })
  const parts = { transfers, sockets, privacy, prefetch, layout, lifecycle, canvases }
  const families = familiesOf(host, parts, { world, options })
  return {
    object: recordCalls(families, world.calls),
    layout,
    lifecycle,
    background,
    prefetch,
    close() {
      transfers.close()
      sockets.close()
    },
  }
}

type Parts = Pick<Wx, 'lifecycle' | 'prefetch' | 'layout'> & {
  transfers: Transfers
  sockets: Sockets
  privacy: Privacy
  canvases: Canvases
}

/** Every family; of two that have a function of one name the later one counts. */
function familiesOf(
  host: WxHost,
  { transfers, sockets, privacy, prefetch, layout, lifecycle, canvases }: Parts,
  { world, options }: { world: WxWorld; options: WxOptions },
): Record<string, unknown> {
  const { network, files, shown, pages } = world
  const families: Record<string, unknown> = {
    ...notSimulated(host),
    ...requestFamily(host, network, transfers),
    ...uploadFamily(host, { network, files }, transfers),
    ...sockets.family,
    ...lifecycle.family,
    ...storageFamily(host),
    ...accountFamily(host, network, options.login),
    ...systemFamily(host),
    ...navigationFamily(host, pages, world.layout),
    ...interactionFamily(host, shown, options),
    ...mediaFamily(host, { files, privacy, shown }, options),
    ...pictureFamily(host, files, options),
    ...downloadFamily(host, { network, files }, transfers),
    ...fileFamily(host, files),
    ...bytesFamily(host),
    ...canvases.family,
    ...playerFamily(),
    ...animationFamily(host),
    ...deviceFamily(host, shown),
    ...settingFamily(host, options),
    ...barFamily(host, pages),
    ...updateFamily(host, options),
    ...logFamily(host),
    ...layout.family,
    ...privacy.family,
    ...prefetch.family,
    ...givenFamily(host, options),
    env: { USER_DATA_PATH: 'http://usr' },
  }
  families['canIUse'] = (schema: unknown) => canUse(families, String(schema))
  return families
}

// Functions and widgets; what their parameters and attributes can do is taken for granted, as on a phone this new.
function canUse(families: Record<string, unknown>, schema: string): boolean {
  const [name = ''] = schema.split('.')
  return WIDGETS.has(name) || typeof families[name] === 'function'
}

import { crashing, pooled, severed } from './databases.ts'
import { fullDisk } from './disk.ts'
import { clocks, rolling, signals } from './nodes.ts'
import { behind } from './proxies.ts'
import type { Scene } from './Scene.ts'
import { upstream } from './upstream.ts'

/** All there are. */
export const scenes: readonly Scene[] = [
  upstream,
  severed,
  crashing,
  pooled,
  behind('nginx'),
  behind('caddy'),
  fullDisk,
  clocks,
  signals,
  rolling,
]

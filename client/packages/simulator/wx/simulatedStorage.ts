// The storage of one program on one phone. It outlives a simulator: pass it again and the program was killed and
// started anew.

// "单个 key 允许存储的最大数据长度为 1MB，所有数据存储上限为 10MB":
// https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorageSync.html
const KEY_LIMIT_BYTES = 1024 * 1024
const TOTAL_LIMIT_BYTES = 10 * 1024 * 1024

/** What a program reads of a pre-fetch, as WeChat keeps it. */
export interface PrefetchedData {
  fetchedData: string
  /** Milliseconds. */
  timeStamp: number
  path: string
  query: string
  scene: number
}

/** What WeChat itself keeps of a program on this phone; nothing the program does to its storage touches it. */
export interface WeChatStorage {
  prefetchToken?: string
  prefetched?: PrefetchedData
  privacyAgreed?: boolean
  /** What the person answered, by scope. */
  authSetting?: Record<string, boolean>
}

export interface SimulatedStorage {
  /** The value as it was stored (a copy), or undefined. */
  get(key: string): unknown
  /** Stores a JSON copy; throws when the key exceeds 1 MB or everything together 10 MB. */
  set(key: string, value: unknown): void
  remove(key: string): void
  clear(): void
  keys(): string[]
  /** Bytes of all keys and values. */
  size(): number
  readonly wechat: WeChatStorage
}

export function createSimulatedStorage(): SimulatedStorage {
  const entries = new Map<string, string>()
  const size = (): number => [...entries].reduce((sum, [key, text]) => sum + bytes(key) + bytes(text), 0)
  return {
    get(key) {
      const text = entries.get(key)
      return text === undefined ? undefined : JSON.parse(text)
    },
    set(key, value) {
      const text = JSON.stringify(value ?? '')
      if (bytes(text) > KEY_LIMIT_BYTES) throw new Error('entry size limit reached')
      const freed = entries.has(key) ? bytes(key) + bytes(entries.get(key) ?? '') : 0
      if (size() - freed + bytes(key) + bytes(text) > TOTAL_LIMIT_BYTES) throw new Error('exceed storage max size 10Mb')
      entries.set(key, text)
    },
    remove: (key) => void entries.delete(key),
    clear: () => entries.clear(),
    keys: () => [...entries.keys()],
    size,
    wechat: {},
  }
}

function bytes(text: string): number {
  return Buffer.byteLength(text)
}

import type { Sentence } from 'uni-trpc-protocol/sentences'

export type Language = keyof Sentence

/** The language of the phone; whoever reads no Chinese gets English. */
export function systemLanguage(): Language {
  return uni.getSystemInfoSync().language?.startsWith('zh') ? 'zh' : 'en'
}

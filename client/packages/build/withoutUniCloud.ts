/**
 * Vite plugin for mini programs: uni-app's runtime brings to every program what works with DCloud's uniCloud alone, the
 * roles of its users and its push messages. Nothing here uses them, and they weigh more than the session does.
 */
import type { Plugin } from 'vite'

type Cut = readonly [found: RegExp, instead: string]

/** What is called or listed no more, rollup leaves out. */
const cuts: Readonly<Record<string, readonly Cut[]>> = {
  'uni-mp-vue/dist/vue.runtime.esm.js': [
    [/uniIdMixin\(globalProperties\);/, ''],
    [/let realAtob;[\s\S]*?\n\}\n(?=function b64DecodeUnicode)/, ''],
  ],
  'uni-mp-weixin/dist/uni.api.esm.js': [
    [/ {4}getPushClientId,\n {4}onPushMessage,\n {4}offPushMessage,\n {4}invokePushCallback,\n/, ''],
    [/(?<=const getPushClientId = )(?=defineAsyncApi)/, '/*#__PURE__*/ '],
  ],
}

export function withoutUniCloud(): Plugin {
  return {
    name: 'without-uni-cloud',
    transform(code, id) {
      const path = Object.keys(cuts).find((name) => id.replaceAll('\\', '/').endsWith(name))
      return path === undefined ? null : { code: cutOut(code, path), map: null }
    },
  }
}

/** @throws when uni-app has changed, and one of them is not found */
export function cutOut(code: string, path: string): string {
  return (cuts[path] ?? []).reduce((rest, [found, instead]) => {
    if (!found.test(rest)) throw new Error(`uni-app has changed: ${path} holds no ${found.source}`)
    return rest.replace(found, instead)
  }, code)
}

/**
 * Vite plugin: takes out what uni-app's runtime sends or asks of DCloud's hosts without a switch to turn it off.
 * (Statistics are switched off in manifest.json, the CLI's own report in uni.ts.)
 */
import type { Plugin } from 'vite'

/** The function that, three seconds after launch, loads an image whose address tells DCloud the app id. */
const preloadAsset = /function preloadAsset\(\) \{[\s\S]*?\n\}/

/** Any address at DCloud's, but for the documentation that messages refer to. */
const dcloudAddress = /https?:\/\/(?!uniapp\.dcloud)(?:[\w-]+\.)*(?:dcloud\.net\.cn|dcloud\.io|dcimg\.net)[^\s"'`)]*/g

/** An address that is loaded without asking anyone. */
const nowhere = 'data:,'

export function removePhoneHome(): Plugin {
  return {
    name: 'remove-phone-home',
    transform(code, id) {
      if (!/uni-mp-weixin\/dist\/uni\.mp\.esm\.js/.test(id.replaceAll('\\', '/'))) return null
      if (!preloadAsset.test(code)) this.error('uni-app has changed: its call to wx.preloadAssets was not found')
      return { code: code.replace(preloadAsset, 'function preloadAsset() {}'), map: null }
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk') file.code = withoutDcloud(file.code)
          else if (typeof file.source === 'string') file.source = withoutDcloud(file.source)
        }
      },
    },
  }
}

/** The same text with every address at DCloud's pointing nowhere. */
export function withoutDcloud(text: string): string {
  return text.replaceAll(dcloudAddress, nowhere)
}

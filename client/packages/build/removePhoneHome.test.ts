import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { build, type Rollup } from 'vite'
import { expect, it } from 'vitest'
import { removePhoneHome, withoutDcloud } from './removePhoneHome.ts'

const require = createRequire(import.meta.url)
const runtime = require.resolve('@dcloudio/uni-mp-weixin/dist/uni.mp.esm.js')

/** Everything but the runtime itself. */
const external = (id: string) => !id.includes('uni.mp.esm')

/** Bundles uni-app's own runtime, as far as this plugin is concerned. */
async function bundleOf(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [removePhoneHome()],
    build: { write: false, minify: false, lib: { entry, formats: ['es'] }, rollupOptions: { external } },
  })
  const outputs: Rollup.RollupOutput[] = [result].flat().filter((output) => 'output' in output)
  return outputs.flatMap(({ output }) => output.map((file) => (file.type === 'chunk' ? file.code : ''))).join('\n')
}

it("uni-app's own runtime would call wx.preloadAssets, and after the plugin does not", async () => {
  expect(readFileSync(runtime, 'utf8')).toContain('wx.preloadAssets(')
  const code = await bundleOf(runtime)
  expect(code).toContain('createPage')
  expect(code).not.toContain('preloadAssets')
})

it.each([
  ['a{background-image:url(https://cdn.dcloud.net.cn/img/shadow-grey.png)}', 'a{background-image:url(data:,)}'],
  ['x("URL","https://hac1.dcloud.net.cn/ah5v2"),y', 'x("URL","data:,"),y'],
  ["a='https://tongji.dcloud.io/uni/stat.gif'", "a='data:,'"],
  ['url(http://cdn.dcimg.net/a.png)', 'url(data:,)'],
])('points %s nowhere', (text, expected) => {
  expect(withoutDcloud(text)).toBe(expected)
})

it("leaves the documentation a message refers to, and everybody else's hosts", () => {
  const text = '[详情](https://uniapp.dcloud.net.cn/tutorial/run/mp-log.html) https://api.example.com/dcloud.net.cn'
  expect(withoutDcloud(text)).toBe(text)
})
